import { expect, test } from 'vitest';
import { assertNever, InvariantError, invariant } from '../../../../shared/domain/units/invariant.ts';

test('a condition that holds is let through', () => {
  expect(() => invariant('0x754b', 'an order has an id')).not.toThrow();
});

test('a condition that does not hold is our own defect, said in words', () => {
  expect(() => invariant(undefined, 'an order has an id')).toThrow(
    new InvariantError('does not hold: an order has an id'),
  );
});

test('a case that cannot be is shown', () => {
  expect(() => assertNever({ kind: 'surprise' } as never)).toThrow(
    new InvariantError('unexpected case {"kind":"surprise"}'),
  );
});
