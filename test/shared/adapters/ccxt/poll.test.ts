import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type OpenMarket, openMarket, wantsLess } from '../../../../shared/adapters/ccxt/market.ts';
import type { RestTrade } from '../../../../shared/adapters/ccxt/parse.ts';
import { PricePollers, pricePoller } from '../../../../shared/adapters/ccxt/poll.ts';
import { VenueUnavailableError } from '../../../../shared/contracts/errors.ts';
import type { SpotSource } from '../../../../shared/domain/market/event.ts';
import { epochMs } from '../../../../shared/domain/units/time.ts';
import type { Frame } from '../../../../shared/ports/feeds.ts';
import { told } from '../../feeds/told.ts';
import { answering } from './exchanges.ts';

const AT = Date.parse('2026-09-28T17:30:00Z');
const made = (id: number): RestTrade => ({
  id,
  price: '64000.5',
  size: '0.1',
  side: 'buy',
  at: epochMs(AT - 500 + id),
});
const clock = { now: () => epochMs(AT) };
const market = { source: 'coinbase', asset: 'btc', url: 'http://127.0.0.1' } as const;

/** What the exchange answers to a 429 or a 418, as ccxt names it, told by a real exchange. */
async function refusal(status: number, headers = {}): Promise<VenueUnavailableError> {
  const { url } = await answering(() => ({
    status,
    headers,
    body: { code: -1003, msg: 'too many requests' },
  }));
  const open = await openMarket({ source: 'binance', asset: 'btc', url });
  return open.trades({}).then(
    () => Promise.reject(new Error('was answered')),
    (error) => error,
  );
}

describe('a poller', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const rig = (answers: (readonly RestTrade[] | Error)[], leastMs = 100, everyMs = 1_000) => {
    const frames: Frame[] = [];
    const failures: Error[] = [];
    const asked: boolean[] = [];
    let asks = 0;
    const open: OpenMarket = {
      leastMs,
      candles: async () => [],
      trades: async () => {
        const answer = answers[Math.min(asks++, answers.length - 1)] as readonly RestTrade[] | Error;
        if (answer instanceof Error) throw answer;
        return [...answer];
      },
    };
    const poller = pricePoller(
      {
        market,
        everyMs,
        clock,
        emit: (frame) => frames.push(frame),
        failed: (error) => failures.push(error),
        asked: (failed) => asked.push(failed),
      },
      async () => open,
    );
    const ids = () => frames.map(({ text }) => JSON.parse(text).trade_id);
    return { poller, frames, failures, asked, ids, asks: () => asks };
  };

  test('tells the newest trade first, and then each new one once', async () => {
    const { poller, frames, ids } = rig([
      [made(1), made(2)],
      [made(2), made(3), made(4)],
      [made(3), made(4)],
    ]);
    poller.start();
    await vi.advanceTimersByTimeAsync(2_500);
    poller.stop();
    expect(ids()).toEqual([2, 3, 4]);
    expect(frames[0]).toMatchObject({ channel: 'coinbase', at: AT });
    expect(frames.every(({ text }) => JSON.parse(text).via === 'rest')).toBe(true);
  });

  test('each question is told, and whether it failed', async () => {
    const { poller, asked } = rig([[made(1)], new Error('gone'), [made(2)]]);
    poller.start();
    await vi.advanceTimersByTimeAsync(2_500);
    poller.stop();
    expect(asked).toEqual([false, true, false]);
  });

  test('asks no more often than the exchange allows', async () => {
    const { poller, asks } = rig([[made(1)]], 1_000, 10);
    poller.start();
    await vi.advanceTimersByTimeAsync(2_999);
    poller.stop();
    // At 0, 1,000 and 2,000 ms.
    expect(asks()).toBe(3);
  });

  test('started twice it asks once', async () => {
    const { poller, asks } = rig([[made(1)]]);
    poller.start();
    poller.start();
    await vi.advanceTimersByTimeAsync(0);
    poller.stop();
    expect(asks()).toBe(1);
  });

  test('stopped it asks no more, and what was under way is not told', async () => {
    const { poller, asks, frames } = rig([[made(1)]]);
    poller.start();
    poller.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([asks(), frames]).toEqual([1, []]);
  });

  test('doubles its wait as long as it fails, and is back at its pace when it does not', async () => {
    const down = new Error('down');
    const { poller, asks, failures } = rig([down, down, down, [made(1)]]);
    poller.start();
    // Asks at 0; then after 1, 2 and 4 s of waiting at 1, 3 and 7 s; then every second.
    await vi.advanceTimersByTimeAsync(6_999);
    expect([asks(), failures.length]).toEqual([3, 3]);
    await vi.advanceTimersByTimeAsync(1_001);
    expect([asks(), failures.length]).toEqual([5, 3]);
    poller.stop();
  });

  test.each([429, 418])('waits half a minute and then longer upon HTTP %d', async (status) => {
    vi.useRealTimers();
    const less = await refusal(status);
    vi.useFakeTimers();
    const { poller, asks, failures } = rig([less]);
    poller.start();
    // At 0, after 30 s, and after 60 s more.
    await vi.advanceTimersByTimeAsync(29_999);
    expect(asks()).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asks()).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(asks()).toBe(3);
    poller.stop();
    expect(failures[0]?.name).toBe('VenueUnavailableError');
  });

  test('waits as long as the exchange asks for', async () => {
    vi.useRealTimers();
    const less = await refusal(418, { 'retry-after': '600' });
    vi.useFakeTimers();
    const { poller, asks } = rig([less]);
    poller.start();
    await vi.advanceTimersByTimeAsync(599_999);
    expect(asks()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asks()).toBe(2);
    poller.stop();
  });
});

const pollers = new PricePollers();
afterAll(() => pollers.close());

const SECONDS = AT / 1_000;
test.each<[SpotSource, string, unknown]>([
  ['binance', '/api/v3/trades', [{ id: 5, price: '64000.50', qty: '1', time: AT, isBuyerMaker: true }]],
  [
    'coinbase',
    '/products/BTC-USD/trades',
    [{ trade_id: 5, side: 'buy', size: '1', price: '64000.50', time: '2026-09-28T17:30:00.000123Z' }],
  ],
  [
    'kraken',
    '/0/public/Trades',
    { error: [], result: { XXBTZUSD: [['64000.5', '1', SECONDS, 's', 'm', '', 5]], last: '1' } },
  ],
  [
    'bitstamp',
    '/api/v2/transactions/btcusd/',
    [{ date: String(SECONDS), tid: '5', price: '64000.5', type: '0', amount: '1' }],
  ],
])('%s is polled at %s, and its own parser reads what comes', async (source, path, body) => {
  const { url, asked } = await answering(() => ({ body }));
  const frame = await new Promise<Frame>((resolve, reject) => {
    const poller = pollers.make({
      market: { source, asset: 'btc', url },
      everyMs: 60_000,
      clock,
      emit: (heard) => {
        poller.stop();
        resolve(heard);
      },
      failed: reject,
      asked: () => undefined,
    });
    poller.start();
  });
  expect(new URL(asked[0] as string, url).pathname).toBe(path);
  expect(told(frame.channel, frame.text)).toMatchObject([
    {
      kind: 'trade',
      source,
      asset: 'btc',
      // 64,000.5 dollars in hundred-millionths.
      price: 6_400_050_000_000,
      // The trades of Binance's REST are not numbered as its socket's are.
      tradeId: source === 'binance' ? undefined : 5,
      exchangeAt: AT,
    },
  ]);
});

/** The first failure of a poller of Kraken. */
const failureOf = (own: PricePollers, url: string) =>
  new Promise<Error>((resolve) => {
    const poller = own.make({
      market: { source: 'kraken', asset: 'btc', url },
      everyMs: 60_000,
      clock,
      emit: () => undefined,
      failed: (error) => {
        poller.stop();
        resolve(error);
      },
      asked: () => undefined,
    });
    poller.start();
  });

test('what an exchange refuses is still known as that when it comes from the other thread', async () => {
  const { url } = await answering(() => ({ status: 429, headers: { 'retry-after': '7' }, body: {} }));
  const error = await failureOf(pollers, url);
  expect(error).toBeInstanceOf(VenueUnavailableError);
  expect(error).toMatchObject({ name: 'VenueUnavailableError', retryAfterMs: 7_000 });
  expect(wantsLess(error as VenueUnavailableError)).toBe(true);
});

test('a price that is none is a malformed frame of its exchange', async () => {
  const { url } = await answering(() => ({
    body: { error: [], result: { XXBTZUSD: [['-5', '1', SECONDS, 's', 'm', '', 5]], last: '1' } },
  }));
  expect(await failureOf(pollers, url)).toMatchObject({ name: 'MalformedFrameError', channel: 'kraken' });
});

test('a question that the thread leaves behind fails', async () => {
  const own = new PricePollers();
  let isAsked = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const { url } = await answering(() => {
    isAsked();
    return 'hang';
  });
  const failure = failureOf(own, url);
  await asked;
  await own.close();
  expect(await failure).toMatchObject({ name: 'VenueUnavailableError' });
});
