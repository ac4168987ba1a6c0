import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../../shared/contracts/errors.ts';
import type { Channel } from '../../../shared/domain/market/channel.ts';
import { FAULT_LENGTHS_MS, faultKindsOf } from '../../../sim/faults/fault.ts';
import { faultPlan } from '../../../sim/faults/plan.ts';

const CHANNELS: readonly Channel[] = [
  'binance',
  'coinbase',
  'kraken',
  'bitstamp',
  'clob',
  'clob-rest',
  'gamma',
  'polybolt',
];
const calmMs = 15_000;
const tenMinutes = (seed: number) => faultPlan({ seed, channels: CHANNELS, durationMs: 600_000, calmMs });

describe('a plan of faults', () => {
  test('is the same for the same seed and another for another', () => {
    expect(tenMinutes(7)).toEqual(tenMinutes(7));
    expect(tenMinutes(7)).not.toEqual(tenMinutes(8));
  });

  test('holds every kind, each long enough, on a channel that it can befall', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const plan = tenMinutes(seed);
        expect(new Set(plan.map(({ kind }) => kind))).toEqual(new Set(Object.keys(FAULT_LENGTHS_MS)));
        for (const { kind, channel, fromMs, toMs } of plan) {
          const [shortest, longest] = FAULT_LENGTHS_MS[kind];
          expect(faultKindsOf(channel)).toContain(kind);
          expect(toMs - fromMs).toBeGreaterThanOrEqual(shortest);
          expect(toMs - fromMs).toBeLessThanOrEqual(longest);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('leaves a channel in peace before, between and after its faults', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        for (const channel of CHANNELS) {
          const own = tenMinutes(seed).filter((fault) => fault.channel === channel);
          const ends = [0, ...own.map(({ toMs }) => toMs)];
          const starts = [...own.map(({ fromMs }) => fromMs), 600_000];
          for (const [i, start] of starts.entries()) expect(start - ends[i]!).toBeGreaterThanOrEqual(calmMs);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('reaches every channel, and turns none away for good more than once', () => {
    const plan = tenMinutes(3);
    expect(new Set(plan.map(({ channel }) => channel))).toEqual(new Set(CHANNELS));
    const turnedAway = plan.filter(({ kind }) => kind === 'http-403' || kind === 'http-451');
    expect(new Set(turnedAway.map(({ channel }) => channel)).size).toBe(2);
  });

  test('is told in the order of time', () => {
    const starts = tenMinutes(11).map(({ fromMs }) => fromMs);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  });

  test('that is too short for every kind is refused', () => {
    const short = () => faultPlan({ seed: 1, channels: ['binance'], durationMs: 60_000, calmMs });
    expect(short).toThrow(ConfigurationError);
  });
});
