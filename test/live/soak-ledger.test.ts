import { describe, expect, test } from 'vitest';
import { account, type Taped, tapedOf } from '../../bench/soak-ledger.ts';
import type { SentLine } from '../../bench/soak-sent.ts';

const GAP = { gap: true } as const;

/** A connection on which a frame was sent every 100 ms from instant 0 on. */
const line = (texts: readonly string[], end: Partial<Pick<SentLine, 'cut' | 'closedAt'>> = {}): SentLine => ({
  channel: 'binance',
  frames: texts.map((text, i) => ({ at: 100 * i, text, isGarbage: text.startsWith('garbage') })),
  cut: undefined,
  closedAt: 10_000,
  ...end,
});
const counts = (lines: readonly SentLine[], taped: readonly Taped[]) => {
  const { connections, examples, ...rest } = account('binance', lines, taped);
  return rest;
};
const NONE = {
  channel: 'binance',
  sent: 0,
  garbage: 0,
  onTape: 0,
  collapsed: 0,
  inFlight: 0,
  lost: 0,
  invented: 0,
};

test('what two connections brought, with a gap between, is all there', () => {
  const lines = [line(['a', 'b'], { closedAt: 250 }), line(['b', 'c'])];
  expect(counts(lines, [GAP, 'a', 'b', GAP, 'b', 'c'])).toEqual({ ...NONE, sent: 4, onTape: 4 });
});

describe('where a connection was replaced by the next', () => {
  /** The second connection was made at 250, and the first closed at 900. */
  const [first, second] = [
    line(['a', 'b', 'c', 'd'], { closedAt: 900 }),
    line(['x', 'y', 'z', 'c', 'd', 'e']),
  ] as const;
  const replaced = [first, { ...second, frames: second.frames.slice(3) }];

  test('what both brought is on the tape once', () => {
    expect(counts(replaced, ['a', 'b', 'c', 'd', 'e'])).toEqual({
      ...NONE,
      sent: 7,
      onTape: 5,
      collapsed: 2,
    });
  });

  test('what neither brought in time is lost, and what both brought is no more than once', () => {
    expect(counts(replaced, ['a', 'b', 'd', 'e'])).toMatchObject({ lost: 1, invented: 0 });
    expect(counts(replaced, ['a', 'b', 'c', 'd', 'c', 'e'])).toMatchObject({ invented: 1 });
  });
});

test('what was said twice is on the tape once, but a heartbeat each time', () => {
  const beat = '{"channel":"heartbeat"}';
  expect(counts([line(['a', 'a', 'b'])], ['a', 'b'])).toEqual({ ...NONE, sent: 3, onTape: 2, collapsed: 1 });
  expect(counts([line(['a', 'a', 'b'])], ['a', 'a', 'b'])).toMatchObject({ onTape: 2, invented: 1 });
  expect(counts([line([beat, beat, 'b'])], [beat, beat, 'b'])).toEqual({ ...NONE, sent: 3, onTape: 3 });
  expect(counts([line([beat, beat, 'b'])], [beat, 'b'])).toMatchObject({ onTape: 2, lost: 1 });
});

test('garbage is on the tape as it came', () => {
  const sent = [line(['a', 'garbage', 'b'])];
  expect(counts(sent, ['a', 'garbage', 'b'])).toEqual({ ...NONE, sent: 2, garbage: 1, onTape: 3 });
});

test('a frame that is missing in the middle is lost, and only that one', () => {
  expect(counts([line(['a', 'b', 'c'])], ['a', 'c'])).toEqual({ ...NONE, sent: 3, onTape: 2, lost: 1 });
});

test('what the client left unread when it went was in flight; what came a quarter of a second before was not', () => {
  // Sent at 0, 100, 200 and 300; the venue saw the client go at 460, so that it may have gone at 210.
  const sent = [line(['a', 'b', 'c', 'd'], { closedAt: 460 }), line(['e'])];
  expect(counts(sent, ['a', 'b', 'c', GAP, 'e'])).toEqual({ ...NONE, sent: 5, onTape: 4, inFlight: 1 });
  expect(counts(sent, ['a', 'b', GAP, 'e'])).toEqual({ ...NONE, sent: 5, onTape: 3, inFlight: 1, lost: 1 });
});

test('when the venue cuts, only what had not left it was in flight', () => {
  const cut = (unsentBytes: number) => [line(['a', 'b'], { cut: { at: 150, unsentBytes }, closedAt: 151 })];
  expect(counts(cut(0), ['a'])).toMatchObject({ lost: 1 });
  // 'b' and the head of its frame.
  expect(counts(cut(3), ['a'])).toMatchObject({ lost: 0, inFlight: 1 });
});

test('what was never sent is invented', () => {
  expect(counts([line(['a'])], ['a', 'z'])).toEqual({ ...NONE, sent: 1, onTape: 1, invented: 1 });
});

test('a channel’s own frames and gaps are taken from the tape, without prices that were asked by REST', () => {
  const gap = (channel: string) => JSON.stringify({ channel, since: 1, reason: 'no data' });
  const taped = tapedOf('kraken', [
    { receivedAt: 1, channel: 'gap', frame: gap('kraken') },
    { receivedAt: 1, channel: 'gap', frame: gap('clob') },
    { receivedAt: 2, channel: 'kraken', frame: '{"channel":"trade"}' },
    { receivedAt: 3, channel: 'kraken', frame: '{"channel":"trade","via":"rest"}' },
    { receivedAt: 4, channel: 'binance', frame: '{}' },
  ]);
  expect(taped).toEqual([GAP, '{"channel":"trade"}']);
});
