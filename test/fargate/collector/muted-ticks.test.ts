import { expect, test } from 'vitest';
import { mutedTicks } from '../../../fargate/collector/muted-ticks.ts';
import { parseSpotPrice } from '../../../shared/domain/units/spot.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';
import type { BookTick, ReferenceTick, Tick } from '../../../shared/ports/ticks.ts';

const AT = epochMs(1_790_616_600_000);
const times = { exchangeAt: AT, receivedAt: AT };
const tick: Tick = { source: 'kraken', asset: 'btc', price: parseSpotPrice('64000.5'), ...times };
const reference: ReferenceTick = {
  source: 'chainlink',
  asset: 'btc',
  lookbackMs: 0,
  value: '64000.5',
  ...times,
};
const book: BookTick = { windowId: 'btc-15m-1', side: 'up', top: { bids: [], asks: [], receivedAt: AT } };

test('ticks are kept but while they are muted', async () => {
  const kept: unknown[] = [];
  let isMuted = true;
  const ticks = mutedTicks(
    {
      tick: (told) => kept.push(told),
      reference: (told) => kept.push(told),
      book: (told) => kept.push(told),
      flush: async () => {
        kept.push('flushed');
      },
    },
    () => isMuted,
  );
  const tellAll = () => {
    ticks.tick(tick);
    ticks.reference(reference);
    ticks.book(book);
  };
  tellAll();
  expect(kept).toEqual([]);
  isMuted = false;
  tellAll();
  await ticks.flush();
  expect(kept).toEqual([tick, reference, book, 'flushed']);
});
