import { describe, expect, test } from 'vitest';
import { advance, isFinal, ORDER_STATUSES } from '../../../../shared/domain/execution/order.ts';
import { InvariantError } from '../../../../shared/domain/units/invariant.ts';

describe('the status of an order', () => {
  const allowed = [
    'created to delayed',
    'created to matched',
    'created to unmatched',
    'created to rejected',
    'created to unknown',
    'delayed to matched',
    'delayed to unmatched',
    'delayed to rejected',
    'unknown to delayed',
    'unknown to matched',
    'unknown to unmatched',
    'unknown to rejected',
  ];
  const moves = ORDER_STATUSES.flatMap((from) => ORDER_STATUSES.map((to) => [from, to] as const));

  test.each(moves.filter(([from, to]) => allowed.includes(`${from} to ${to}`)))(
    'may go from %s to %s',
    (from, to) => {
      expect(advance(from, to)).toBe(to);
    },
  );

  test.each(moves.filter(([from, to]) => from !== to && !allowed.includes(`${from} to ${to}`)))(
    'never goes from %s to %s',
    (from, to) => {
      expect(() => advance(from, to)).toThrow(InvariantError);
    },
  );

  test.each(ORDER_STATUSES)('may be told to be %s twice', (status) => {
    expect(advance(status, status)).toBe(status);
  });

  test('is final once the venue has answered', () => {
    expect(ORDER_STATUSES.filter(isFinal)).toEqual(['matched', 'unmatched', 'rejected']);
  });
});
