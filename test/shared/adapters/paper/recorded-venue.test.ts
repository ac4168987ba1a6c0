import { beforeEach, expect, test } from 'vitest';
import { makeRecordedVenue } from '../../../../shared/adapters/paper/recorded-venue.ts';
import type { Order } from '../../../../shared/domain/execution/order.ts';
import type { WindowSnapshot } from '../../../../shared/domain/signal/evaluate.ts';
import type { Venue } from '../../../../shared/ports/venue.ts';
import { makeWorld, type World } from '../../../lambdas/fakes.ts';
import { fill, market, orderId, snapshotAt, windowId } from '../../../lambdas/trade.ts';
import { cents, level, quarter, secondsIn, september, usd } from '../../domain/examples.ts';

/** Made 240 s into the window; 250 ms of latency and the venue's 150 ms later it meets the book. */
const order: Order = {
  id: orderId,
  windowId,
  side: 'up',
  token: market.tokens.up,
  type: 'FAK',
  limit: cents(58),
  stake: usd(200),
  tickSize: cents(1),
  createdAt: secondsIn(240),
};
const matchAt = secondsIn(240.4);
let world: World;
let book: WindowSnapshot | undefined;
let venue: Venue;

const keep = (status: 'created' | 'delayed') =>
  world.windows.put(windowId, {
    kind: 'order',
    at: secondsIn(240),
    order,
    makerAmount: '1',
    takerAmount: '1',
    status,
    fills: [],
  });

beforeEach(async () => {
  world = await makeWorld();
  book = undefined;
  const { clock, windows } = world;
  await clock.advance(secondsIn(240));
  await windows.put(windowId, {
    kind: 'market',
    at: secondsIn(0),
    status: 'open',
    window: quarter,
    slug: market.slug,
    market,
    rules: september,
  });
  venue = makeRecordedVenue({ clock, hot: { snapshot: async () => book }, windows, orderLatencyMs: 250 });
});

test('an order is held for our latency and the delay of the venue', async () => {
  expect(await venue.place(order)).toEqual({ status: 'delayed', fills: [], matchAt });
  await keep('delayed');
  book = snapshotAt(secondsIn(240.3));
  expect(await venue.report(orderId)).toEqual({ status: 'delayed', fills: [], matchAt });
});

test('an order meets the book that was written after it, never the one before', async () => {
  await keep('delayed');
  await world.clock.advance(secondsIn(241));
  book = snapshotAt(secondsIn(240.399));
  expect(await venue.report(orderId)).toEqual({ status: 'delayed', fills: [], matchAt });
  book = snapshotAt(matchAt);
  expect(await venue.report(orderId)).toEqual({ status: 'matched', fills: [fill] });
});

test('an order gets no more than the levels at its limit which the book shows', async () => {
  await keep('delayed');
  await world.clock.advance(secondsIn(242));
  const asks = [level(58, 100), level(59, 1_000)];
  book = { ...snapshotAt(secondsIn(241)), books: { up: { bids: [], asks, receivedAt: secondsIn(230) } } };
  // 100 shares at 58 cents, with a fee of 0.07 x 100 x 0.58 x 0.42 = 1.7052.
  expect(await venue.report(orderId)).toEqual({
    status: 'matched',
    fills: [{ ...fill, at: secondsIn(241), shares: 100_000_000, cost: usd(58), fee: usd(1.7052) }],
  });
});

test.each([
  [
    'a book without a seller at the limit',
    { up: { bids: [], asks: [level(59, 1)], receivedAt: secondsIn(241) } },
  ],
  ['a window whose book is not known', {}],
])('an order is not filled by %s', async (_, books) => {
  await keep('delayed');
  await world.clock.advance(secondsIn(242));
  book = { ...snapshotAt(secondsIn(241)), books };
  expect(await venue.report(orderId)).toEqual({ status: 'unmatched', fills: [] });
});

test.each([
  ['no book', undefined],
  ['a book from before it', snapshotAt(secondsIn(240))],
  ['a book from more than ten seconds after it', snapshotAt(secondsIn(250.5))],
])('an order for which the collector wrote %s waits ten seconds and is not filled', async (_, written) => {
  await keep('delayed');
  book = written;
  await world.clock.advance(secondsIn(250.399));
  expect(await venue.report(orderId)).toMatchObject({ status: 'delayed' });
  await world.clock.advance(secondsIn(250.4));
  expect(await venue.report(orderId)).toEqual({ status: 'unmatched', fills: [] });
});

test('an order that was kept and never sent is not known, nor is any other', async () => {
  expect(await venue.report(orderId)).toBeUndefined();
  await keep('created');
  expect(await venue.report(orderId)).toBeUndefined();
});

test('what became of an order is what was recorded of it', async () => {
  await world.windows.put(windowId, {
    kind: 'order',
    at: secondsIn(240),
    order,
    makerAmount: '1',
    takerAmount: '1',
    status: 'matched',
    fills: [fill],
  });
  await world.clock.advance(secondsIn(900));
  expect(await venue.report(orderId)).toEqual({ status: 'matched', fills: [fill] });
});
