import { expect, test } from 'vitest';
import { type Diary, emptyDiary } from '../../bench/soak-diary.ts';
import { judge, judgeRotation } from '../../bench/soak-verdict.ts';
import type { Fault } from '../../sim/faults/fault.ts';

/** The plan began at 1,000. */
const beganAt = 1_000;

/** The last word of a channel came at 10,900, and a fault from 11,000 on. */
function verdict(
  fault: Pick<Fault, 'kind' | 'channel' | 'toMs'>,
  diary: Partial<Diary>,
  others: Fault[] = [],
) {
  const { channel } = fault;
  const [first] = judge({
    beganAt,
    faults: [{ ...fault, fromMs: 10_000 }, ...others],
    lines: [
      {
        channel,
        frames: [{ at: 10_900, text: 'last', isGarbage: false }],
        cut: undefined,
        closedAt: undefined,
      },
    ],
    diary: { ...emptyDiary(), ...diary },
  });
  const { fault: _, ...rest } = first!;
  return rest;
}

const live = (channel: Fault['channel'], at: number) => ({ at, channel, state: 'live' as const });
const gap = (channel: Fault['channel'], at: number) => ({ at, channel, reason: 'no data' });

test('silence is noticed from the last word on, and health counts from the end of the fault', () => {
  const freeze = { kind: 'freeze', channel: 'kraken', toMs: 20_000 } as const;
  const states = [live('kraken', 500), live('kraken', 22_500)];
  expect(verdict(freeze, { states, gaps: [gap('kraken', 15_100)] })).toEqual({
    noticedMs: 4_200,
    healthyMs: 1_500,
    failures: [],
  });
  expect(verdict(freeze, { states, gaps: [gap('kraken', 16_000)] }).failures).toEqual([
    'noticed after 5.10 s, at most 5.00 s',
  ]);
  expect(verdict(freeze, { states: [live('kraken', 500)], gaps: [gap('kraken', 15_100)] }).failures).toEqual([
    'healthy after never, at most 3.00 s',
  ]);
});

test('after a cut health counts from the cut, and a state from before the gap is none', () => {
  const drop = { kind: 'drop', channel: 'binance', toMs: 10_000 } as const;
  const states = [live('binance', 500), live('binance', 11_400)];
  expect(verdict(drop, { states, gaps: [gap('binance', 11_003)] })).toMatchObject({
    healthyMs: 400,
    failures: [],
  });
});

test('a feed that was disturbed and never silent is not to be given up', () => {
  const slow = { kind: 'slow', channel: 'bitstamp', toMs: 20_000 } as const;
  const states = [live('bitstamp', 500)];
  expect(verdict(slow, { states })).toEqual({ noticedMs: undefined, healthyMs: 0, failures: [] });
  const late = { states: [...states, live('bitstamp', 13_000)], gaps: [gap('bitstamp', 12_000)] };
  expect(verdict(slow, late).failures).toEqual(['was given up though it spoke']);
});

test('every book that is listened to must have been the same as the venue’s since the end', () => {
  const reorder = { kind: 'reorder', channel: 'clob', toMs: 20_000 } as const;
  const states = [live('clob', 500)];
  const looks: Diary['looks'] = [
    { at: 20_900, verdicts: { up: 'same', down: 'same' } },
    { at: 21_500, verdicts: { up: 'same', down: 'diverged' } },
    { at: 22_000, verdicts: { up: 'ahead', down: 'behind' } },
    { at: 24_000, verdicts: { up: 'ahead', down: 'same' } },
  ];
  // The fault was over at 21,000.
  expect(verdict(reorder, { states, looks })).toMatchObject({ bookMs: 3_000, failures: [] });
  expect(verdict(reorder, { states, looks: looks.slice(0, 3) }).failures).toEqual([
    'books equal after never, at most 10.00 s',
  ]);
});

test('books can be right only once their REST answers again', () => {
  const reorder = { kind: 'reorder', channel: 'clob', toMs: 20_000 } as const;
  const refused: Fault = { kind: 'http-429', channel: 'clob-rest', fromMs: 18_000, toMs: 29_000 };
  const looks: Diary['looks'] = [{ at: 35_000, verdicts: { up: 'same' } }];
  expect(verdict(reorder, { states: [live('clob', 500)], looks }, [refused])).toMatchObject({
    bookMs: 5_000,
  });
});

test('an answer of REST counts from the end of its fault', () => {
  const refused = { kind: 'http-425', channel: 'clob-rest', toMs: 20_000 } as const;
  const asked: Diary['asked'] = [
    { at: 20_000, channel: 'clob-rest', ok: true },
    { at: 22_000, channel: 'clob-rest', ok: false },
    { at: 23_000, channel: 'clob-rest', ok: true },
  ];
  expect(verdict(refused, { asked })).toEqual({ healthyMs: 2_000, failures: [] });
  expect(verdict(refused, {}).failures).toEqual(['asked again after never']);
});

test('a connection is replaced in time and without a gap', () => {
  const sent = (...at: number[]) => ({
    channel: 'binance' as const,
    frames: at.map((each) => ({ at: each, text: 'a', isGarbage: false })),
    cut: undefined,
    closedAt: undefined,
  });
  const told = (second: number, gaps: Diary['gaps'] = []) =>
    judgeRotation(10_000, 'binance', {
      beganAt,
      faults: [],
      lines: [sent(500, 10_500), sent(second, 20_000)],
      diary: { ...emptyDiary(), gaps },
    });
  expect(told(10_100, [gap('kraken', 10_050), gap('binance', 9_000), gap('binance', 14_000)])).toEqual([]);
  expect(told(10_100, [gap('binance', 10_050)])).toEqual([
    'binance had a gap while its connection was replaced',
  ]);
  expect(told(13_001)).toEqual(['binance was not heard on a new connection in 3.00 s']);
});
