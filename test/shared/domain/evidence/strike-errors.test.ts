import { expect, test } from 'vitest';
import {
  type DecidedStrike,
  strikeError,
  strikeFigures,
} from '../../../../shared/domain/evidence/strike-errors.ts';
import type { StrikeSource } from '../../../../shared/domain/market/strike.ts';
import { usd } from '../examples.ts';

const decided = (
  [value, source]: readonly [string, StrikeSource],
  settled?: readonly [string, StrikeSource],
  final?: string,
): DecidedStrike => ({
  decided: { value, source },
  settled: settled && { value: settled[0], source: settled[1] },
  final,
});

/** Four dollars too high, with a close in between: Up by the true strike, Down by the estimate. */
const wrong = decided(['60004', 'estimated'], ['60000', 'recorded'], '60002');
/** A dollar and a half too low, with a close above both. */
const harmless = decided(['59998.5', 'estimated'], ['60000', 'gamma'], '60100');

test('an estimate is off by its distance from the true strike, in either direction', () => {
  expect(strikeError(wrong)).toEqual({ error: usd(4), wrong: true });
  expect(strikeError(harmless)).toEqual({ error: usd(1.5), wrong: false });
});

test('an estimate is exact to the 18th decimal: a tie with the close is Up', () => {
  const close = '60000.000000000000000001';
  expect(strikeError(decided(['60000', 'estimated'], [close, 'recorded'], close))).toEqual({
    error: usd(0),
    wrong: false,
  });
  expect(strikeError(decided(['60000.000000000000000002', 'estimated'], [close, 'recorded'], close))).toEqual(
    { error: usd(0), wrong: true },
  );
});

test('where the close is not known, nobody says whether an estimate was wrong', () => {
  expect(strikeError(decided(['60004', 'estimated'], ['60000', 'recorded']))).toEqual({
    error: usd(4),
    wrong: undefined,
  });
});

test('nothing is said of a strike that was no estimate, or whose true value never came', () => {
  expect(strikeError(decided(['60000', 'recorded'], ['60000', 'recorded'], '60000'))).toBeUndefined();
  expect(strikeError(decided(['60000', 'estimated'], ['60000', 'estimated'], '60000'))).toBeUndefined();
  expect(strikeError(decided(['60000', 'estimated']))).toBeUndefined();
});

test('the figures count strikes by source, and what is known of the estimates', () => {
  const recorded = decided(['60000', 'recorded'], ['60000', 'recorded'], '60000');
  const gamma = decided(['60000', 'gamma'], ['60000', 'gamma']);
  const unknown = decided(['60000', 'estimated'], ['60000', 'estimated']);
  expect(strikeFigures([wrong, harmless, recorded, recorded, gamma, unknown])).toEqual({
    recorded: 2,
    gamma: 1,
    estimated: 3,
    estimatedKnown: 2,
    estimatedWrong: 1,
    // (4 + 1.5) / 2
    meanError: usd(2.75),
  });
});

test('without an estimate there is no mean error', () => {
  expect(strikeFigures([])).toMatchObject({ estimated: 0, estimatedKnown: 0, meanError: null });
});
