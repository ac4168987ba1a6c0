import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { TapeLine } from '../../../shared/adapters/tape/format.ts';
import { ConfigurationError, TapeError } from '../../../shared/contracts/errors.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';
import { startVenue, type VenueOptions } from '../../../sim/servers/venue.ts';
import { binanceTrade, book, coinbaseTrade, listing, madeTape } from '../../backtest/made-tape.ts';
import { connect, get, NOON } from './rig.ts';

const tapeOf = (...lines: TapeLine[]) =>
  madeTape(join(mkdtempSync(join(tmpdir(), 'quarterhour-venue-')), 'made.tape'), lines);

async function started(options: VenueOptions) {
  const venue = await startVenue(options);
  onTestFinished(() => venue.close());
  return venue;
}

const heartbeat = (at: number): TapeLine => ({
  receivedAt: at,
  channel: 'kraken',
  frame: '{"channel":"heartbeat"}',
});
const BOOK = { bids: [['0.49', '10']], asks: [['0.51', '10']] } as const;

test('it tells whose time it keeps', async () => {
  const venue = await started({ tapes: [tapeOf(heartbeat(NOON), heartbeat(NOON + 60_000))], rate: 5 });
  const about = (await get(venue.url, '/quarterhour')) as { now: number };
  expect(about).toEqual({
    now: expect.any(Number),
    rate: 5,
    synthetic: true,
    title: 'made by a test',
    from: NOON,
    to: NOON + 60_000,
    ended: false,
  });
  expect(about.now).toBeGreaterThanOrEqual(NOON);
  expect(about.now).toBeLessThanOrEqual(venue.now());
});

test('frames of a tape come to their subscribers in order, and the end is told', async () => {
  const trades = Array.from({ length: 500 }, (_, n) =>
    binanceTrade(NOON + 2_000 + n, n + 1, `${84_000 + n}`),
  );
  const sent: string[] = [];
  const venue = await started({
    tapes: [tapeOf(heartbeat(NOON), ...trades)],
    rate: 10,
    onSent: (id, channel, text) => sent.push(`${id} ${channel} ${text}`),
  });
  const line = await connect(venue.url, '/binance/ws/btcusdt@trade');
  const heard: string[] = [];
  for (const _ of trades) heard.push(await line.hear());
  await venue.ended;
  expect(heard).toEqual(trades.map(({ frame }) => frame));
  expect(sent).toEqual(heard.map((text) => `1 binance ${text}`));
  expect(await get(venue.url, '/quarterhour')).toMatchObject({ ended: true });
});

test('what lies before the start has happened, and is not sent', async () => {
  const venue = await started({
    tapes: [
      tapeOf(
        listing(NOON, { slug: 'btc-updown-15m-1790616600', condition: '0x1' }),
        book(NOON + 1, '0x1-up', BOOK),
        coinbaseTrade(NOON + 2, 1, '84000.00'),
        heartbeat(NOON + 3_600_000),
      ),
    ],
    from: epochMs(NOON + 1_000),
  });
  expect(venue.now()).toBeLessThan(NOON + 60_000);
  expect(await get(venue.url, '/gamma/events/slug/btc-updown-15m-1790616600')).toMatchObject({
    markets: [{ conditionId: '0x1' }],
  });
  expect(await get(venue.url, '/clob/midpoint?token_id=0x1-up')).toEqual({ mid: '0.5' });
  expect(await get(venue.url, '/coinbase/rest/products/BTC-USD/ticker')).toMatchObject({ trade_id: 1 });
  expect(await get(venue.url, '/site/api/geoblock')).toMatchObject({ country: 'IE' });
});

test('tapes are played in the order of their first lines, as one', async () => {
  const later = tapeOf(binanceTrade(NOON + 3_000, 2, '2'));
  const earlier = tapeOf(heartbeat(NOON), binanceTrade(NOON + 2_000, 1, '1'));
  const venue = await started({ tapes: [later, earlier], rate: 10 });
  expect([venue.from, venue.to]).toEqual([NOON, NOON + 3_000]);
  const line = await connect(venue.url, '/binance/ws/btcusdt@trade');
  expect([await line.read(), await line.read()]).toMatchObject([{ t: 1 }, { t: 2 }]);
});

test('heartbeats come by themselves, and clients are told to leave', async () => {
  const venue = await started({ tapes: [tapeOf(heartbeat(NOON), heartbeat(NOON + 3_600_000))], rate: 50 });
  const line = await connect(venue.url, '/kraken/v2');
  await line.hear();
  await line.ask({ method: 'subscribe', params: { channel: 'trade', symbol: ['BTC/USD'] } });
  expect(await line.hear()).toBe('{"channel":"heartbeat"}');
  const bitstamp = await connect(venue.url, '/bitstamp');
  venue.drain('bitstamp');
  expect(await bitstamp.read()).toMatchObject({ event: 'bts:request_reconnect' });
  venue.drain('gap');
});

test('closing it ends the play and its sockets', async () => {
  const venue = await startVenue({ tapes: [tapeOf(heartbeat(NOON), heartbeat(NOON + 3_600_000))] });
  const line = await connect(venue.url, '/kraken/v2');
  const closed = line.closed();
  await venue.close();
  expect(await closed).toBe(1006);
  await venue.ended;
});

test('a damaged tape is refused by name', async () => {
  const path = `${tapeOf(heartbeat(NOON))}.gz`;
  writeFileSync(path, 'no gzip');
  await expect(startVenue({ tapes: [path] })).rejects.toThrow(TapeError);
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a rate of %d is refused', async (rate) => {
  await expect(startVenue({ tapes: [], rate })).rejects.toThrow(ConfigurationError);
});

test('a start outside of the tape, no tape, and one without frames are refused', async () => {
  const tapes = [tapeOf(heartbeat(NOON))];
  for (const from of [NOON - 1, NOON + 1])
    await expect(startVenue({ tapes, from: epochMs(from) })).rejects.toThrow(
      'it goes from 2026-09-28T17:30:00.000Z to 2026-09-28T17:30:00.000Z',
    );
  await expect(startVenue({ tapes: [] })).rejects.toThrow(TapeError);
  await expect(startVenue({ tapes: [tapeOf()] })).rejects.toThrow('holds no frame');
});
