import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ReplayResult } from '../../local/result.ts';
import { EAGER, type Left, runAnew } from './runs.ts';
import { scratchFolder, thinned, writeLines } from './tapes.ts';

type Window = ReplayResult['windows'][number];

/** '37.89429' to 37894290n: dollars and shares in millionths, to the digit. */
function micro(text: string): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text) as unknown as string[];
  return BigInt(`${sign}${whole}${fraction.padEnd(6, '0')}`);
}
const sum = (values: Iterable<bigint>): bigint =>
  Iterator.from(values).reduce((total, each) => total + each, 0n);
const since = (from: string, to: string): number => Date.parse(to) - Date.parse(from);

/** The venue's fee: shares x 0.07 x p x (1 - p) dollars, rounded down to 0.00001 (facts 5.1, 5.2). */
function venueFee(shares: bigint, price: bigint): bigint {
  // Millionths cubed, and 7 of a hundred: a step of 0.00001 is 10 x 10^12 x 100 of them.
  const exact = 7n * shares * price * (1_000_000n - price);
  const step = 10n * 10n ** 12n * 100n;
  return (exact / step) * 10n;
}

const costOf = ({ fills }: Window): bigint =>
  sum(fills.map(({ shares, price }) => (micro(shares) * micro(price)) / 1_000_000n));
const feesOf = ({ fills }: Window): bigint => sum(fills.map(({ fee }) => micro(fee)));
const entryOf = ({ decisions }: Window) => decisions.findLast(({ kind }) => kind === 'enter');

/** What each criterion is called when it is the first that fails. */
const REASONS: Readonly<Record<string, string>> = {
  'entry-window': 'outside-entry-window',
  'fresh-feeds': 'stale-feeds',
  'strike-known': 'no-strike',
  momentum: 'weak-momentum',
  consistency: 'inconsistent-momentum',
  confidence: 'low-confidence',
  edge: 'no-edge',
  liquidity: 'thin-book',
  'venue-open': 'venue-closed',
  breakers: 'halted',
  risk: 'risk-limit',
};

/** Twelve windows of several markets, with orders that arrive in time and late. */
const RUNS: readonly (readonly [
  title: string,
  seed: number,
  latencyMs: number,
  settings: readonly string[],
])[] = [
  ['momentum', 5, 250, EAGER],
  ['fair value', 8, 250, ['strategy=fair-value', 'minEdgeThreshold=0.02']],
  [
    'late and all or nothing',
    11,
    3_000,
    [...EAGER, 'orderLatencyMs=3000', 'orderType=FOK', 'maxSlippage=0.01'],
  ],
];

describe('accounts', () => {
  const folder = scratchFolder();
  const seen: Window[] = [];

  describe.each(RUNS)('%s', (_title, seed, latencyMs, settings) => {
    let left: Left;
    let windows: readonly Window[];
    let traded: readonly Window[];

    beforeAll(async () => {
      left = await runAnew(
        folder,
        writeLines(join(folder, `${seed}.tape`), thinned(seed, 12), seed),
        settings,
      );
      windows = left.result.windows;
      traded = windows.filter(({ fills }) => fills.length > 0);
      seen.push(...windows);
    }, 60_000);

    test('what was won and lost is the difference between what there was and what there is', () => {
      const { account } = left.result;
      expect(account.openPositions).toBe(0);
      expect(micro(account.equity)).toBe(10_000_000_000n + micro(account.realizedPnl));
      expect(account.cash).toBe(account.equity);
      expect(sum(windows.map(({ pnl }) => micro(pnl)))).toBe(micro(account.realizedPnl));
      expect(sum(windows.map(feesOf))).toBe(micro(account.fees));
    });

    test('a window pays a dollar a share if its side won, less cost and fee', () => {
      for (const window of windows) {
        const { fills, settlement, pnl } = window;
        const won = fills
          .filter(({ side }) => side === settlement.outcome)
          .map(({ shares }) => micro(shares));
        expect(micro(pnl), window.id).toBe(sum(won) - costOf(window) - feesOf(window));
      }
    });

    test('the fee of each fill is the venue’s', () => {
      for (const { fills } of windows)
        for (const { shares, price, fee } of fills)
          expect(micro(fee), `${shares} at ${price}`).toBe(venueFee(micro(shares), micro(price)));
    });

    test('a fill keeps to its order: side, limit, stake, and not before it can have arrived', () => {
      for (const window of traded) {
        const [order] = window.orders;
        expect(window.orders).toHaveLength(1);
        expect(costOf(window)).toBeLessThanOrEqual(micro(order?.stake ?? '0'));
        for (const { side, price, at } of window.fills) {
          expect(side).toBe(order?.side);
          expect(micro(price)).toBeLessThanOrEqual(micro(order?.limit ?? '0'));
          // The venue holds a taker order for 150 ms from September 2026 (facts 5.7).
          expect(since(order?.at ?? '', at)).toBeGreaterThanOrEqual(latencyMs + 150);
        }
      }
    });

    test('a stake is at most 200 dollars and 2 % of what the account is worth then', () => {
      const pnl = new Map(windows.map(({ id, pnl: of }) => [id, micro(of)]));
      let worth = 10_000_000_000n;
      for (const { event } of left.entries) {
        if (event.kind === 'settled') worth += pnl.get(event.windowId) ?? 0n;
        if (event.kind !== 'reserved') continue;
        expect(BigInt(event.stake)).toBeLessThanOrEqual(200_000_000n);
        expect(50n * BigInt(event.stake)).toBeLessThanOrEqual(worth);
        const order = windows.find(({ id }) => id === event.windowId)?.orders[0];
        expect(micro(order?.stake ?? '')).toBe(BigInt(event.stake));
      }
    });

    test('an entry has every criterion met, between the third and the fifth minute', () => {
      for (const window of windows.filter(({ orders }) => orders.length > 0)) {
        const entry = entryOf(window);
        expect(entry?.criteria.filter(({ ok }) => !ok)).toEqual([]);
        const into = since(window.openAt, entry?.at ?? '');
        expect(into).toBeGreaterThanOrEqual(3 * 60_000);
        expect(into).toBeLessThanOrEqual(5 * 60_000);
        expect(window.orders[0]?.at).toBe(entry?.at);
      }
    });

    test('a decision against entering has the first criterion that failed as its reason', () => {
      for (const { decisions } of windows)
        for (const { kind, reason, criteria } of decisions) {
          if (kind === 'enter' || reason === 'not-filled') continue;
          expect(reason).toBe(REASONS[criteria.find(({ ok }) => !ok)?.name ?? '']);
        }
    });

    test('every window has its decisions, the strike of its own print, and the venue’s outcome', () => {
      expect(windows).toHaveLength(12);
      for (const { decisions, strikeSource, settlement } of windows) {
        expect(decisions.length).toBeGreaterThan(0);
        expect(strikeSource).toBe('recorded');
        expect(settlement.source).toBe('official');
        expect(settlement.official).toBe(settlement.outcome);
      }
    });

    test('the ledger counts its entries without a gap, and its last account is the result’s', () => {
      const { result, entries } = left;
      expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
      expect(entries).toHaveLength(result.ledger.entries);
      expect(BigInt(entries.at(-1)?.account.cash ?? 0)).toBe(micro(result.account.cash));
    });
  });

  test('the windows hold trades that won, trades that lost, orders that found nothing and skips', () => {
    const traded = seen.filter(({ fills }) => fills.length > 0);
    expect(traded.some(({ pnl }) => !pnl.startsWith('-'))).toBe(true);
    expect(traded.some(({ pnl }) => pnl.startsWith('-'))).toBe(true);
    expect(seen.some(({ orders, fills }) => orders.length > 0 && fills.length === 0)).toBe(true);
    expect(seen.some(({ orders }) => orders.length === 0)).toBe(true);
  });
});
