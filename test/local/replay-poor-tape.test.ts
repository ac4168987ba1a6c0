import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { EAGER, runAnew } from './runs.ts';
import { scratchFolder, thinned, writeLines } from './tapes.ts';

const SEED = 5;
const MINUTE_MS = 60_000;

const EXCHANGES: readonly string[] = ['binance', 'coinbase', 'kraken', 'bitstamp'];
const isExchange = ({ channel }: TapeLine): boolean => EXCHANGES.includes(channel);
/** The reference feed: spot prints and averages of 60 seconds. */
const isPrint = ({ channel }: TapeLine): boolean => channel === 'polybolt' || channel === 'rtds';
const isAverage = (line: TapeLine): boolean => isPrint(line) && line.frame.includes('twap');

describe('a tape that lacks something', () => {
  const folder = scratchFolder();
  const whole = thinned(SEED, 2);

  async function run(name: string, keep: (line: TapeLine) => boolean, change = (line: TapeLine) => line) {
    const tape = writeLines(join(folder, `${name}.tape`), whole.filter(keep).map(change), SEED);
    return (await runAnew(folder, tape, EAGER)).result;
  }
  const criterion = (window: Awaited<ReturnType<typeof run>>['windows'][number] | undefined, name: string) =>
    window?.decisions.at(-1)?.criteria.find((each) => each.name === name);

  test('every frame: it is refused', async () => {
    await expect(run('empty', () => false)).rejects.toMatchObject({
      name: 'TapeError',
      message: expect.stringMatching(/empty\.tape: holds no frame/),
    });
  });

  test('windows: nothing is decided, and the account is as it was opened', async () => {
    const { windows, account, ledger } = await run('spot', isExchange);
    expect(windows).toEqual([]);
    expect([account.equity, ledger.entries]).toEqual(['10000', 1]);
  });

  test('its end: a window that is open then has no outcome, and its position stays open', async () => {
    const day = thinned(SEED, 8);
    const all = await runAnew(folder, writeLines(join(folder, 'day.tape'), day, SEED), EAGER);
    const last = all.result.windows.findLast(({ fills }) => fills.length > 0);
    expect(last, 'the seed gives a trade').toBeDefined();
    const until = Date.parse(last?.openAt ?? '') + 7 * MINUTE_MS;
    const cut = day.filter(({ receivedAt }) => receivedAt < until);
    const { result } = await runAnew(folder, writeLines(join(folder, 'cut.tape'), cut, SEED), EAGER);
    const open = result.windows.find(({ id }) => id === last?.id);
    expect(open?.fills).toEqual(last?.fills);
    expect(open?.settlement).toEqual({ outcome: 'unknown', official: undefined, source: 'none' });
    expect([open?.pnl, result.account.openPositions]).toEqual(['0', 1]);
    // Shares that nobody has paid out yet are worth what they cost.
    const { equity, realizedPnl } = result.account;
    expect(Number(equity)).toBeCloseTo(10_000 + Number(realizedPnl), 6);
  });

  test('the venue’s word: the prints at both ends decide, by the rule of the day', async () => {
    const told = await run('told', () => true);
    const { windows } = await run('untold', ({ frame }) => !/market_resolved|"closed":true/.test(frame));
    for (const [index, { settlement }] of windows.entries()) {
      const { outcome } = told.windows[index]?.settlement ?? {};
      expect(settlement).toEqual({ outcome, official: undefined, source: 'recorded' });
    }
  });

  test('all exchanges but one: the one is enough', async () => {
    const { windows } = await run('one', (line) => !isExchange(line) || line.channel === 'binance');
    for (const window of windows) {
      expect(window.decisions.length).toBeGreaterThan(0);
      expect(criterion(window, 'fresh-feeds')).toMatchObject({ ok: true, value: '1 of 4 spot, book' });
    }
  });

  test('every spot price: each window is skipped for stale feeds, and settled all the same', async () => {
    const { windows } = await run(
      'no-spot',
      (line) => !isExchange(line) && (!isPrint(line) || isAverage(line)),
    );
    expect(windows).toHaveLength(2);
    for (const { decisions, orders, settlement } of windows) {
      expect(decisions.at(-1)).toMatchObject({ kind: 'skip', reason: 'stale-feeds' });
      expect(orders).toEqual([]);
      expect(settlement.source).toBe('official');
    }
  });

  test('the reference feed: the strike is estimated, and says so', async () => {
    const { windows, strikes } = await run('no-prints', (line) => !isPrint(line));
    for (const window of windows)
      expect(criterion(window, 'strike-known')).toMatchObject({ ok: true, value: 'estimated' });
    expect(strikes).toMatchObject({ recorded: 0, estimated: 2 });
  });

  test('the prints of boundaries: what was decided on an estimate is measured by the venue’s figure', async () => {
    // Windows open and close on multiples of five minutes.
    const boundary = ({ frame }: TapeLine): boolean =>
      [...frame.matchAll(/"timestamp":(\d+)/g)].some(([, at]) => Number(at) % (5 * MINUTE_MS) === 0);
    const { windows, strikes } = await run('no-boundary', (line) => !isPrint(line) || !boundary(line));
    const errors: number[] = [];
    for (const { decisions, strike, estimate } of windows) {
      const { strike: decidedOn, strikeSource } = decisions.at(-1) ?? {};
      expect(strikeSource).toBe('estimated');
      expect(Number(estimate?.errorUsd)).toBeCloseTo(Math.abs(Number(strike) - Number(decidedOn)), 4);
      errors.push(Number(estimate?.errorUsd));
    }
    // The first window closes at the strike of the second; nobody says where the second closed.
    const [first, second] = windows;
    const outcomeBy = (price: string | null | undefined) =>
      Number(second?.strike) >= Number(price) ? 'up' : 'down';
    expect(first?.settlement.outcome).toBe(outcomeBy(first?.strike));
    const wrong = outcomeBy(first?.decisions.at(-1)?.strike) !== outcomeBy(first?.strike);
    expect(windows.map(({ estimate }) => estimate?.wrong)).toEqual([wrong, null]);
    expect(strikes).toEqual({
      recorded: 0,
      gamma: 0,
      estimated: 2,
      estimatedKnown: 2,
      estimatedWrong: wrong ? 1 : 0,
      meanErrorUsd: expect.stringMatching(/^\d+\.\d{1,6}$/),
    });
    expect(Number(strikes.meanErrorUsd)).toBeCloseTo(((errors[0] ?? 0) + (errors[1] ?? 0)) / 2, 5);
  });

  test('the books: each window is skipped for stale feeds', async () => {
    const { windows } = await run('no-books', ({ channel }) => channel !== 'clob');
    for (const window of windows) {
      expect(window.decisions.at(-1)).toMatchObject({ kind: 'skip', reason: 'stale-feeds' });
      expect(criterion(window, 'fresh-feeds')?.value).toMatch(/^\d of 4 spot, no book$/);
    }
  });

  test('a market that can be traded: a window of version v9 is skipped as unsupported-market', async () => {
    const ninth = ({ frame, ...line }: TapeLine): TapeLine => ({
      ...line,
      frame: frame.replace('"version":"v1"', '"version":"v9"'),
    });
    const { windows, ledger } = await run('v9', () => true, ninth);
    expect(windows.map(({ decisions }) => decisions.map(({ kind, reason }) => `${kind}: ${reason}`))).toEqual(
      [['skip: unsupported-market'], ['skip: unsupported-market']],
    );
    expect(ledger.entries).toBe(1);
  });

  test('agreement between the venue and its prints: the venue’s word pays', async () => {
    const turned = (line: TapeLine): TapeLine => ({
      ...line,
      frame: line.frame
        .replace(
          /"winning_outcome":"(Up|Down)"/,
          (_, side) => `"winning_outcome":"${side === 'Up' ? 'Down' : 'Up'}"`,
        )
        .replace(
          /"outcomePrices":"\[\\"([01])\\", \\"([01])\\"\]"/,
          '"outcomePrices":"[\\"$2\\", \\"$1\\"]"',
        ),
    });
    const told = await run('told-again', () => true);
    const { windows } = await run('turned', () => true, turned);
    for (const [index, { settlement }] of windows.entries()) {
      const outcome = told.windows[index]?.settlement.outcome === 'up' ? 'down' : 'up';
      expect(settlement).toEqual({ outcome, official: outcome, source: 'official' });
    }
  });
});
