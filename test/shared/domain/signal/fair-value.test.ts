import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SettlementRule } from '../../../../shared/domain/market/market.ts';
import {
  effectiveSeconds,
  expectedDrift,
  momentumProbabilityUp,
  type PathState,
  probabilityUp,
  standardised,
} from '../../../../shared/domain/signal/fair-value.ts';

const SPOT: SettlementRule = { kind: 'spot', source: 'chainlink' };
const twap = (lookbackMs: number): SettlementRule => ({ kind: 'twap', source: 'chainlink', lookbackMs });
const MINUTE = twap(60_000);

describe('effectiveSeconds', () => {
  test.each([
    ['a spot print sees all of it', 660_000, SPOT, 660],
    ['a minute average sees tau - 40', 660_000, MINUTE, 620],
    ['at one minute both say 20', 60_000, MINUTE, 20],
    // 30^3 / 10800
    ['inside the last minute tau^3 / 10800', 30_000, MINUTE, 2.5],
    ['nothing is left at the close', 0, MINUTE, 0],
    ['nor after it', -5_000, SPOT, 0],
    ['an average of 30 s sees tau - 20', 100_000, twap(30_000), 80],
    // 15^3 / (3 x 30^2) = 3375 / 2700
    ['and inside them tau^3 / 2700', 15_000, twap(30_000), 1.25],
  ])('%s', (_, msToClose, settlement, seconds) => {
    expect(effectiveSeconds(msToClose, settlement)).toBeCloseTo(seconds, 12);
  });

  test('has no jump where the average begins', () => {
    expect(effectiveSeconds(60_001, MINUTE) - effectiveSeconds(60_000, MINUTE)).toBeCloseTo(0.001, 9);
  });
});

describe('probabilityUp', () => {
  const path: PathState = { distance: 0.001, sigma: 0.0001, msToClose: 400_000, settlement: SPOT };

  test('is the normal probability of the distance over what is still to come', () => {
    // 0.001 / (0.0001 x sqrt(400)) = 0.5, and Phi(0.5) = 0.69146
    expect(standardised(path)).toBeCloseTo(0.5, 12);
    expect(probabilityUp(path)).toBeCloseTo(0.6914624612740131, 12);
  });

  test('with a minute average and 440 s to go is the same: 440 - 40 = 400', () => {
    expect(probabilityUp({ ...path, msToClose: 440_000, settlement: MINUTE })).toBeCloseTo(
      0.6914624612740131,
      12,
    );
  });

  test('inside the average counts the part that is determined', () => {
    // 15 of 60 s to go: 0.75 x 0.0004 + 0.25 x -0.0004 = 0.0002; 15^3 / 10800 = 0.3125
    // 0.0002 / (0.0001 x sqrt(0.3125)) = 3.57771
    const late = {
      ...path,
      settlement: MINUTE,
      msToClose: 15_000,
      distance: -0.0004,
      determined: 0.0004,
    };
    expect(standardised(late)).toBeCloseTo(3.5777087639996634, 9);
  });

  test('before the average begins the determined part has no say', () => {
    const early = { ...path, settlement: MINUTE, msToClose: 60_000 };
    expect(standardised({ ...early, determined: -0.5 })).toBe(standardised(early));
    expect(standardised({ ...path, determined: -0.5 })).toBe(standardised(path));
  });

  test('at the close is certain, and a tie is Up', () => {
    const close = { ...path, msToClose: 0 };
    expect(probabilityUp({ ...close, distance: 0 })).toBe(1);
    expect(probabilityUp({ ...close, distance: 0.0001 })).toBe(1);
    expect(probabilityUp({ ...close, distance: -0.0001 })).toBe(0);
    expect(probabilityUp({ ...close, settlement: MINUTE, distance: 0.1, determined: -0.0001 })).toBe(0);
    expect(
      probabilityUp({ ...close, settlement: MINUTE, msToClose: -1, distance: -0.1, determined: 0.0001 }),
    ).toBe(1);
  });

  test('is a probability, and of the mirrored path the rest to one', () => {
    const anyPath = fc.record({
      distance: fc.double({ min: -0.05, max: 0.05, noNaN: true }),
      sigma: fc.double({ min: 1e-6, max: 1e-2, noNaN: true }),
      msToClose: fc.integer({ min: 1, max: 900_000 }),
      settlement: fc.constantFrom(SPOT, MINUTE, twap(30_000)),
    });
    fc.assert(
      fc.property(anyPath, (any) => {
        const up = probabilityUp(any);
        expect(up >= 0 && up <= 1).toBe(true);
        expect(up + probabilityUp({ ...any, distance: -any.distance })).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('momentumProbabilityUp', () => {
  // Phi(1.96) = 0.97500; 1.96 x 0.0001 x sqrt(400) = 0.00392
  const path: PathState = { distance: 0.00392, sigma: 0.0001, msToClose: 400_000, settlement: SPOT };

  test.each([
    [1, 0.9750021048517795],
    // 0.5 + 0.4750021048517795 x 0.85
    [0.85, 0.9037517891240126],
    [0, 0.5],
  ])('with an R-squared of %d is %d', (consistency, expected) => {
    expect(momentumProbabilityUp(path, consistency)).toBeCloseTo(expected, 12);
  });
});

describe('expectedDrift', () => {
  const path: PathState = { distance: 0.001, sigma: 0.0001, msToClose: 400_000, settlement: SPOT };

  test('is the mean absolute move of the probability over the delay', () => {
    // sqrt(2 / pi) = 0.797885, phi(0.5) = 0.352065, sqrt(0.4 / 400) = 0.0316228: product 0.00888317
    expect(expectedDrift(path, 400)).toBeCloseTo(0.797885 * 0.352065 * 0.0316228, 7);
  });

  test('is nothing without a delay and after the close', () => {
    expect(expectedDrift(path, 0)).toBe(0);
    expect(expectedDrift({ ...path, msToClose: 0 }, 400)).toBe(0);
  });

  test('is against us on either side', () => {
    expect(expectedDrift({ ...path, distance: -0.001 }, 400)).toBe(expectedDrift(path, 400));
    expect(expectedDrift(path, 400)).toBeGreaterThan(0);
  });
});
