import { expect, test } from 'vitest';
import { outcomeOf } from '../../../../shared/domain/execution/settlement.ts';
import { parseReference } from '../../../../shared/domain/units/spot.ts';

test.each([
  ['83884.316', '83884.317', 'up'],
  ['83884.316', '83884.315', 'down'],
  ['83884.316', '83884.316', 'up'],
  // the eighteenth decimal decides
  ['83884.316000000000000001', '83884.316', 'down'],
])('from %s to %s is %s', (strike, final, outcome) => {
  expect(outcomeOf(parseReference(strike), parseReference(final))).toBe(outcome);
});
