import { describe, expect, test } from 'vitest';
import { parseConfiguration, signalParameters } from '../../../shared/contracts/config.ts';
import {
  DecisionSchema,
  MarketSchema,
  RulesSchema,
  SKIPS,
  SnapshotSchema,
  WindowRecordSchema,
} from '../../../shared/contracts/record.ts';
import type { Market } from '../../../shared/domain/market/market.ts';
import { rulesFor } from '../../../shared/domain/market/rulebook.ts';
import { windowAt } from '../../../shared/domain/market/window.ts';
import type { WindowRecord } from '../../../shared/domain/record.ts';
import { SKIP_REASONS } from '../../../shared/domain/signal/criterion.ts';
import { evaluate, type WindowSnapshot } from '../../../shared/domain/signal/evaluate.ts';
import { cents, instant, level, quarter, secondsIn, september, shares, usd } from '../domain/examples.ts';

const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const at = secondsIn(240);
const market: Market = {
  window: quarter,
  slug: 'btc-updown-15m-1790616600',
  conditionId: '0xf6a64d2d',
  tokens: { up: '7270166015502', down: '7284271878432' },
  version: 'v1',
  acceptingOrders: true,
  declared: {
    fee: { ratePpm: 70_000, exponent: 1 },
    twapLookbackMs: 60_000,
    tickSize: cents(1),
    minSize: shares(5),
  },
  title: 'Bitcoin Up or Down - September 28, 1:30PM-1:45PM ET',
};
const snapshot: WindowSnapshot = {
  at,
  consensus: {
    change: 0.006,
    divergence: 0.0002,
    sources: [{ source: 'binance', change: 0.006, ageMs: 20 }],
  },
  trend: { change: 0.006, consistency: 0.85, volatility: 0.006, slope: 0.000025, points: 240 },
  distance: 0.006,
  sigma: 0.0001,
  strike: { value: '65048.078902260626', source: 'recorded' },
  strikeDeviation: 0.0001,
  suspectBooks: [],
  tickSize: cents(1),
  books: { up: { bids: [level(57, 500)], asks: [level(58, 1_000)], receivedAt: at } },
};
const decide = (change: Partial<WindowSnapshot> = {}) =>
  evaluate(
    quarter,
    september,
    { ...snapshot, ...change },
    signalParameters(parseConfiguration({}), 'replay'),
  );
const order = {
  id: '0x754b',
  windowId: 'btc-15m-1790616600',
  side: 'up',
  token: '7270166015502',
  type: 'FAK',
  limit: cents(60),
  stake: usd(100),
  tickSize: cents(1),
  createdAt: at,
} as const;
/** $100 at 60 cents: 166.6666... shares. */
const sent = { order, makerAmount: '100000000', takerAmount: '166666600' };
const fill = {
  at,
  side: 'up',
  shares: shares(172.41),
  price: cents(58),
  cost: usd(99.9978),
  fee: usd(2.93994),
} as const;
const strike = { value: '83884.316', source: 'recorded' } as const;
const settlement: WindowRecord = {
  kind: 'settlement',
  at,
  outcome: 'up',
  official: 'up',
  source: 'official',
  strike,
  final: '83890.1',
  payout: usd(172.41),
  pnl: usd(69.47226),
};
const marketRecord: WindowRecord = {
  kind: 'market',
  at,
  status: 'open',
  window: quarter,
  slug: market.slug,
  market,
  rules: september,
  strike,
};

describe('a record of a window', () => {
  test.each<[string, WindowRecord]>([
    ['a market', marketRecord],
    [
      'a market that was not found',
      { kind: 'market', at, status: 'failed', window: quarter, slug: market.slug, rules: september },
    ],
    ['an entry', { kind: 'decision', at, decision: decide() }],
    ['a wait with all that was known', { kind: 'decision', at, decision: decide({ strike: undefined }) }],
    ['a wait without asks', { kind: 'decision', at, decision: decide({ books: {} }) }],
    ['a wait without a path', { kind: 'decision', at, decision: decide({ sigma: undefined }) }],
    ['an order that is held', { kind: 'order', at, ...sent, status: 'delayed', matchAt: at, fills: [] }],
    ['an order that is matched', { kind: 'order', at, ...sent, status: 'matched', fills: [fill] }],
    ['a settlement', settlement],
    ['a loss', { ...settlement, outcome: 'down', payout: usd(0), pnl: usd(-102.93774) }],
    [
      'a settlement that nobody knows',
      { kind: 'settlement', at, outcome: 'unknown', source: 'none', payout: usd(0), pnl: usd(0) },
    ],
    [
      'a path',
      {
        kind: 'path',
        at,
        points: [
          { at, change: null, up: null },
          { at, change: 0.006, up: 0.575 },
        ],
      },
    ],
  ])('is read back as it was written: %s', (_, record) => {
    expect(WindowRecordSchema.parse(stored(record))).toEqual(stored(record));
  });

  test.each<[string, unknown]>([
    ['a kind that does not exist', { kind: 'trade', at }],
    ['a key that does not exist', { ...settlement, note: 'x' }],
    ['an instant before 1970', { ...settlement, at: -1 }],
    ['half a millionth', { ...settlement, payout: 0.5 }],
    ['a strike that is no decimal', { ...settlement, strike: { value: '8.3e4', source: 'recorded' } }],
    ['a strike from nowhere', { ...settlement, strike: { value: '83884', source: 'guessed' } }],
    [
      'a price above a dollar',
      { kind: 'order', at, ...sent, order: { ...order, limit: 10_001 }, status: 'created', fills: [] },
    ],
    [
      'an order of a type we do not send',
      { kind: 'order', at, ...sent, order: { ...order, type: 'GTC' }, status: 'created', fills: [] },
    ],
    ['negative shares', { kind: 'order', at, ...sent, status: 'matched', fills: [{ ...fill, shares: -1 }] }],
  ])('is refused with %s', (_, record) => {
    expect(WindowRecordSchema.safeParse(record).success).toBe(false);
  });
});

describe('a decision', () => {
  test('to enter has every number of its estimate', () => {
    const decision = decide();
    expect(decision.kind).toBe('enter');
    expect(DecisionSchema.safeParse(stored(decision)).success).toBe(true);
    for (const key of Object.keys(decision.estimate ?? {})) {
      const estimate = { ...decision.estimate, [key]: undefined };
      expect(DecisionSchema.safeParse(stored({ ...decision, estimate })).success).toBe(false);
    }
  });

  test('not to enter has one of the reasons that are known', () => {
    expect(SKIPS).toEqual([...Object.values(SKIP_REASONS), 'no-market', 'unsupported-market', 'not-filled']);
    const skip = (reason: string) => ({ kind: 'skip', reason, criteria: [] });
    expect(DecisionSchema.safeParse(skip('unsupported-market')).success).toBe(true);
    expect(DecisionSchema.safeParse(skip('bad-mood')).success).toBe(false);
  });
});

test('a snapshot crosses from the collector to the decision without a change', () => {
  expect(SnapshotSchema.parse(stored(snapshot))).toEqual(snapshot);
  expect(SnapshotSchema.parse(stored({ at, tickSize: cents(1), books: {} }))).toEqual({
    at,
    tickSize: 100,
    books: {},
  });
  expect(SnapshotSchema.safeParse({ ...snapshot, sigma: Number.NaN }).success).toBe(false);
});

test.each(['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', '2026-09-28T00:00:00Z'])(
  'the rules of %s can be kept with a decision',
  (day) => {
    for (const length of ['5m', '15m', '1h', '4h'] as const) {
      const rules = rulesFor(windowAt({ asset: 'btc', length }, instant(day)));
      expect(RulesSchema.parse(stored(rules))).toEqual(rules);
    }
  },
);

test('a market that declares nothing is one too', () => {
  const plain = { ...market, declared: {} };
  expect(MarketSchema.parse(stored(plain))).toEqual(plain);
});
