import { describe, expect, test } from 'vitest';
import { VirtualTimers } from '../../../../local/timers.ts';
import { makePaperVenue } from '../../../../shared/adapters/paper/venue.ts';
import type { Order } from '../../../../shared/domain/execution/order.ts';
import type { Level } from '../../../../shared/domain/market/book.ts';
import { after, epochMs } from '../../../../shared/domain/units/time.ts';
import { cents, level, noFee, secondsIn, september, shares, usd } from '../../domain/examples.ts';

const order: Order = {
  id: 'btc-15m-1790616600-1',
  windowId: 'btc-15m-1790616600',
  side: 'up',
  token: '7270',
  type: 'FAK',
  limit: cents(60),
  stake: usd(100),
  tickSize: cents(1),
  createdAt: secondsIn(240),
};

/** A venue 250 ms away whose asks are `asks` until they are changed, and are watched from `watchedFrom` on. */
function rig(asks: readonly Level[] | undefined, fee = september.fee, watchedFrom = order.createdAt) {
  const timers = new VirtualTimers();
  timers.set(order.createdAt);
  const book = { asks };
  const venue = makePaperVenue({
    now: () => timers.now(),
    at: (when, match) => timers.at(when, match),
    watchedFrom: () => watchedFrom,
    asks: () => book.asks,
    rules: async () => ({ ...september, fee }),
    orderLatencyMs: 250,
  });
  return { timers, venue, book };
}

/** 250 ms on the way and the venue's 150 ms. */
const matchAt = after(order.createdAt, 400);

/** What became of an order. */
async function matched(placed: Order, asks: readonly Level[] | undefined, fee = september.fee) {
  const { timers, venue } = rig(asks, fee);
  await venue.place(placed);
  await timers.advance(matchAt);
  return venue.report(placed.id);
}

const fill = (at: number, count: number, cost: number, fee: number) => ({
  at: matchAt,
  side: 'up',
  shares: shares(count),
  price: cents(at),
  cost: usd(cost),
  fee: usd(fee),
});

describe('an order is held', () => {
  test('for its way and the taker delay, to the millisecond', async () => {
    const { timers, venue } = rig([level(50, 1_000)]);
    const held = { status: 'delayed', fills: [], matchAt };
    expect(await venue.place(order)).toEqual(held);
    await timers.advance(epochMs(matchAt - 1));
    expect(await venue.report(order.id)).toEqual(held);
    await timers.advance(matchAt);
    expect(await venue.report(order.id)).toMatchObject({ status: 'matched' });
  });

  test('and meets the book of that moment, not of the decision', async () => {
    const { timers, venue, book } = rig([level(50, 1_000)]);
    await venue.place(order);
    book.asks = [level(55, 1_000)];
    await timers.advance(matchAt);
    // $100 at 55 cents: 181.8181818... shares, up to a millionth; 0.07 x 181.818182 x 0.55 x 0.45 = 3.150000003...
    expect((await venue.report(order.id))?.fills).toEqual([fill(55, 181.818182, 100, 3.15)]);
  });

  test('once, however often it is placed', async () => {
    const { timers, venue } = rig([level(50, 1_000)]);
    await venue.place(order);
    expect(await venue.place(order)).toMatchObject({ status: 'delayed' });
    await timers.advance(matchAt);
    const report = await venue.report(order.id);
    expect(await venue.place(order)).toEqual(report);
    expect(timers.nextAt).toBe(Number.POSITIVE_INFINITY);
  });

  test('and where it is placed late, meets the book of the time when it comes', async () => {
    const { timers, venue } = rig([level(50, 1_000)]);
    const late = after(matchAt, 2_000);
    timers.set(late);
    expect(await venue.place(order)).toMatchObject({ status: 'delayed', matchAt: late });
    await timers.advance(late);
    expect(await venue.report(order.id)).toMatchObject({ status: 'matched', fills: [{ at: late }] });
  });

  test('and not filled where its time passed while nobody watched, as before a restart', async () => {
    const { timers, venue } = rig([level(50, 1_000)], september.fee, epochMs(matchAt + 1));
    timers.set(epochMs(matchAt + 60_000));
    const unwatched = { status: 'unmatched', fills: [], reason: 'unwatched' };
    expect(await venue.place(order)).toEqual(unwatched);
    await timers.advance(epochMs(matchAt + 120_000));
    expect(await venue.report(order.id)).toEqual(unwatched);
  });

  test('and matched where the watch began at that very millisecond', async () => {
    const { timers, venue } = rig([level(50, 1_000)], september.fee, matchAt);
    timers.set(matchAt);
    await venue.place(order);
    await timers.advance(matchAt);
    expect(await venue.report(order.id)).toMatchObject({ status: 'matched', fills: [{ at: matchAt }] });
  });
});

describe('an order is filled', () => {
  test('level by level, best first, up to its limit', async () => {
    const asks = [level(58, 50), level(59, 50), level(61, 1_000)];
    expect(await matched(order, asks, noFee)).toEqual({
      status: 'matched',
      // 50 shares each; what is at 61 is above the limit
      fills: [fill(58, 50, 29, 0), fill(59, 50, 29.5, 0)],
    });
  });

  test('in full where the depth is there, a FOK too', async () => {
    // $100 at 50 cents are 200 shares; 0.07 x 200 x 0.25 = 3.50
    const all = { status: 'matched', fills: [fill(50, 200, 100, 3.5)] };
    expect(await matched(order, [level(50, 1_000)])).toEqual(all);
    expect(await matched({ ...order, type: 'FOK' }, [level(50, 1_000)])).toEqual(all);
  });
});

describe('nothing is filled', () => {
  const nothing = { status: 'unmatched', fills: [] };

  test('of a FOK that cannot be filled whole', async () => {
    expect(await matched({ ...order, type: 'FOK' }, [level(50, 150)])).toEqual(nothing);
  });

  test('where the price has moved away', async () => {
    expect(await matched(order, [level(61, 1_000)])).toEqual(nothing);
  });

  test('where nobody offers', async () => {
    expect(await matched(order, [])).toEqual(nothing);
  });

  test('where the book is not known, and that is the reason', async () => {
    expect(await matched(order, undefined)).toEqual({ ...nothing, reason: 'unwatched' });
  });
});

test('an order that was never placed is not known', async () => {
  expect(await rig([]).venue.report('0x1')).toBeUndefined();
});
