import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ReplayResult } from '../../local/result.ts';
import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { writeTape } from '../../shared/adapters/tape/write.ts';
import { syntheticDay, syntheticHeader } from '../../sim/day.ts';
import { EVENTFUL } from '../../sim/eventful.ts';
import { started, startedVenue } from '../local/live/child.ts';
import { runAnew } from '../local/runs.ts';
import { scratchFolder } from '../local/tapes.ts';

/**
 * Of its windows this one trades the second and the third; and neither decision is made on
 * the edge of a knife: frames up to a second late, and orders too, make no difference to it.
 */
const SEED = 70;
const WINDOWS = 3;
/**
 * A process that was there later knows a little less of the volatility. Stake and limit are such that they do not hang on it:
 * twenty dollars at the best ask, where the edge is some twelve cents.
 */
const SETTINGS = [
  'strategy=fair-value',
  'minEdgeThreshold=0.03',
  'maxSlippage=0',
  'maxPerTradeAbs=20',
  'minLiquidity=20',
  'kellyMultiplier=1',
  'referenceSigma=0.01',
] as const;
/**
 * The venue begins three minutes before the second window opens, so that the volatility at its decision is of five minutes
 * that were heard whole, and ends when both have traded and one is settled.
 */
const FROM = '2026-11-20T00:12:00.000Z';
const END = '2026-11-20T00:34:30.000Z';
const RATE = 10;
/** By when everything is subscribed to: 10 seconds of wall time later. */
const HEARD_FROM = Date.parse(FROM) + 10_000 * RATE;
/** How much later than on the tape a decision may be: 50 ms of wall time. */
const LATE_MS = 50 * RATE;

/** Of these one cannot be told from the next. */
const HEARTBEAT = '{"channel":"heartbeat"}';

type Window = ReplayResult['windows'][number];

const folder = scratchFolder();
const lines = [...syntheticDay({ seed: SEED, profile: EVENTFUL, windows: WINDOWS })].filter(
  ({ receivedAt }) => receivedAt <= Date.parse(END),
);
let original: ReplayResult;
let recorded: ReplayResult;
let papers: readonly ReplayResult[];
let recordedLines: readonly TapeLine[];

/**
 * Paper trading is tried on each window until its decision is due, and slower: it takes the time that its work takes, which
 * at the pace of the recording would be seconds of the tape, and another book.
 */
const PAPER_RATE = 4;
const PAPER_FOR = '8m';
/** 200 ms of wall time, of which its own work is some tens. */
const PAPER_LATE_MS = 200 * PAPER_RATE;
const PAPER = [
  { id: 'btc-15m-1795133700', from: FROM },
  { id: 'btc-15m-1795134600', from: '2026-11-20T00:27:00.000Z' },
];

beforeAll(async () => {
  const tape = join(folder, 'original.tape');
  await writeTape(tape, syntheticHeader(SEED, EVENTFUL), lines);
  const venueOf = (rate: number, from: string) =>
    startedVenue(['--tape', tape, '--rate', String(rate), '--from', from], folder);
  const out = join(folder, 'recorded.tape.gz');
  const recording = started(['record', '-o', out, '--venue', await venueOf(RATE, FROM), '--json'], folder);
  const trading = PAPER.map(async ({ id, from }) => {
    const words = [
      ...SETTINGS.flatMap((setting) => ['--set', setting]),
      '--for',
      PAPER_FOR,
      '--venue',
      await venueOf(PAPER_RATE, from),
    ];
    return started(['paper', ...words, '--json'], join(folder, id)).ended;
  });
  const ends = await Promise.all([recording.ended, ...trading]);
  for (const { code, stderr } of ends) expect(code, stderr).toBe(0);
  papers = ends.slice(1).map(({ stdout }) => JSON.parse(stdout));
  recordedLines = linesOf(out);
  original = (await runAnew(folder, tape, SETTINGS)).result;
  recorded = (await runAnew(folder, out, SETTINGS)).result;
}, 300_000);

test('everything that comes of it says that a program made it up', () => {
  for (const { tape } of [recorded, ...papers]) expect(tape.synthetic).toBe(true);
});

test('the tape that was served holds trades in two windows', () => {
  expect(whole(original).map(({ id, fills }) => [id, fills.length > 0])).toEqual(
    PAPER.map(({ id }) => [id, true]),
  );
});

describe('a recording made through sockets', () => {
  test('replays to the same decisions, orders, fills and settlements', () => {
    expect(whole(recorded).map(outcome)).toEqual(whole(original).map(outcome));
  });

  test(`decides within ${LATE_MS} ms of the tape's time, ${RATE} times as fast as the clock`, () => {
    expectInTime(whole(recorded), whole(original), LATE_MS);
  });
});

describe.each(PAPER.map(({ id }, index) => [id, index] as const))('paper trading of %s', (id, index) => {
  const window = (result: ReplayResult | undefined) =>
    result?.windows.find((each) => each.id === id) as Window;

  test('is what the replay makes of it: the same decisions, orders and fills', () => {
    const trades = ({ decisions, orders, fills }: ReturnType<typeof outcome>) => ({
      decisions,
      orders,
      fills,
    });
    expect(trades(outcome(window(papers[index])))).toEqual(trades(outcome(window(original))));
  });

  test(`decides within ${PAPER_LATE_MS} ms of the tape's time, ${PAPER_RATE} times as fast as the clock`, () => {
    expectInTime([window(papers[index])], [window(original)], PAPER_LATE_MS);
  });
});

test.each(['binance', 'coinbase', 'kraken', 'bitstamp', 'polybolt', 'clob'])(
  'every frame of %s is on the recording once, in the order of the original',
  (channel) => {
    const sent = lines
      .filter((line) => line.channel === channel && line.receivedAt >= HEARD_FROM && line.frame !== HEARTBEAT)
      .map(({ frame }) => frame);
    const known = new Set(sent);
    const heard = recordedLines
      .filter((line) => line.channel === channel && known.has(line.frame))
      .map(({ frame }) => frame);
    expect(sent.length).toBeGreaterThan(100);
    expect(heard).toEqual([...known]);
  },
);

/** The windows that opened while everybody listened. */
const whole = ({ windows }: ReplayResult): Window[] =>
  windows.filter(({ openAt }) => Date.parse(openAt) >= Date.parse(FROM));

/** What a window came to, without the instants. */
const outcome = ({ id, strike, strikeSource, decisions, orders, fills, settlement, pnl }: Window) => ({
  id,
  strike,
  strikeSource,
  decisions: decisions.map(({ kind, side, reason }) => ({ kind, side, reason })),
  orders: orders.map(({ at: _, ...order }) => order),
  fills: fills.map(({ at: _, ...fill }) => fill),
  settlement,
  pnl,
});

function expectInTime(windows: readonly Window[], same: readonly Window[], boundMs: number): void {
  const times = (each: readonly Window[]) =>
    each.flatMap(({ decisions }) => decisions.map(({ at }) => Date.parse(at)));
  const late = times(windows).map((at, index) => at - (times(same)[index] as number));
  expect(late.length).toBeGreaterThan(0);
  expect(Math.max(...late.map(Math.abs)), `late by ${late} ms`).toBeLessThan(boundMs);
}

function linesOf(path: string): TapeLine[] {
  const [, ...texts] = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
  return texts.map((text) => {
    const [at, channel] = text.split(' ', 2) as [string, TapeLine['channel']];
    return { receivedAt: Number(at), channel, frame: text.slice(at.length + channel.length + 2) };
  });
}
