import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseGap, toGapFrame } from '../../../../shared/adapters/tape/gap.ts';
import { TapeReader } from '../../../../shared/adapters/tape/read.ts';
import { writeTape } from '../../../../shared/adapters/tape/write.ts';
import { CHANNELS } from '../../../../shared/domain/market/channel.ts';
import type { Gap, MarketEvent } from '../../../../shared/domain/market/event.ts';
import { epochMs } from '../../../../shared/domain/units/time.ts';

import { refusal } from '../../feeds/told.ts';
import { header, scratchFolder } from './examples.ts';

const gapOf = (channel: Gap['channel'], reason = 'silent'): Gap => ({
  kind: 'gap',
  channel,
  since: epochMs(1_790_616_600_123),
  reason,
});

function read(frame: string): MarketEvent[] {
  const events: MarketEvent[] = [];
  parseGap(frame, (event) => events.push(event));
  return events;
}

test('a gap is written as JSON on one line', () => {
  expect(toGapFrame(gapOf('clob', 'closed 1006:\n"going away"'))).toBe(
    '{"channel":"clob","since":1790616600123,"reason":"closed 1006:\\n\\"going away\\""}',
  );
});

test.each(CHANNELS)('a gap of %s is read as it was written', (channel) => {
  expect(read(toGapFrame(gapOf(channel)))).toEqual([gapOf(channel)]);
});

test('a gap goes through a tape', async () => {
  const path = join(scratchFolder(), 'gap.tape.gz');
  const frame = toGapFrame(gapOf('polybolt'));
  const line = { receivedAt: epochMs(1_790_616_605_000), channel: 'gap', frame } as const;
  await writeTape(path, header, [line]);
  const reader = await TapeReader.open(path);
  const [found] = (await reader.next(() => {})) ?? [];
  reader.close();
  expect(found).toMatchObject(line);
  expect(read(found?.frame ?? '')).toEqual([gapOf('polybolt')]);
});

describe('refused is', () => {
  test.each([
    ['half a frame', toGapFrame(gapOf('clob')).slice(0, 20), 'is not JSON'],
    [
      'a channel that is unknown',
      { channel: 'bitfinex', since: 1, reason: '' },
      'unknown channel "bitfinex"',
    ],
    ['a gap of nothing', { since: 1, reason: '' }, 'channel is not a string'],
    ['a gap since no instant', { channel: 'clob', since: 'now', reason: '' }, 'since is not an instant'],
    ['a gap without a reason', { channel: 'clob', since: 1 }, 'reason is not a string'],
  ])('%s', (_, frame, reason) => {
    expect(refusal('gap', frame)).toBe(reason);
  });
});
