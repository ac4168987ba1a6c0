import { describe, expect, test } from 'vitest';
import { epochMs } from '../../../shared/domain/units/time.ts';
import { AdvancedTrade } from '../../../sim/servers/advanced-trade.ts';

const NOW = epochMs(1_795_132_800_000);
const match = (id: number) =>
  JSON.stringify({
    type: 'match',
    trade_id: id,
    side: 'sell',
    size: '0.1',
    price: '84000.10',
    product_id: 'BTC-USD',
    time: '2026-11-20T00:00:00.123456Z',
  });
/** The trade of `match`, as this feed tells it (facts/exchanges.md 2.2). */
const trade = (id: number) => ({
  trade_id: String(id),
  product_id: 'BTC-USD',
  price: '84000.10',
  size: '0.1',
  side: 'SELL',
  time: '2026-11-20T00:00:00.123456Z',
});

function listening(feed: AdvancedTrade) {
  const heard: string[] = [];
  const client = { id: 1, send: (text: string) => heard.push(text), close: () => {} };
  const { hear, end } = feed.connect(client);
  const say = (type: string, channel: string, products = ['BTC-USD']) =>
    hear(JSON.stringify({ type, product_ids: products, channel }));
  /** What came since the last look. */
  const news = () => heard.splice(0).map((text) => JSON.parse(text));
  return { say, end, news };
}

describe('the Advanced Trade feed', () => {
  test('tells a subscriber the last trades, the newest first, and then each that comes', () => {
    const feed = new AdvancedTrade(() => NOW);
    const { say, news } = listening(feed);
    feed.take(match(1));
    feed.take(match(2));
    say('subscribe', 'market_trades');
    feed.take(match(3));
    const envelope = { client_id: '', timestamp: '2026-11-20T00:00:00.000Z' };
    expect(news()).toEqual([
      {
        ...envelope,
        channel: 'subscriptions',
        sequence_num: 0,
        events: [{ subscriptions: { market_trades: ['BTC-USD'] } }],
      },
      {
        ...envelope,
        channel: 'market_trades',
        sequence_num: 1,
        events: [{ type: 'snapshot', trades: [trade(2), trade(1)] }],
      },
      {
        ...envelope,
        channel: 'market_trades',
        sequence_num: 2,
        events: [{ type: 'update', trades: [trade(3)] }],
      },
    ]);
  });

  test('tells nothing more to who unsubscribed or has gone', () => {
    const feed = new AdvancedTrade(() => NOW);
    const [one, other] = [listening(feed), listening(feed)];
    for (const { say, news } of [one, other]) {
      say('subscribe', 'market_trades');
      news();
    }
    one.say('unsubscribe', 'market_trades');
    other.end();
    feed.take(match(1));
    expect(one.news().map(({ channel }) => channel)).toEqual(['subscriptions']);
    expect(other.news()).toEqual([]);
  });

  test('counts its heartbeats', () => {
    const feed = new AdvancedTrade(() => NOW);
    const { say, news } = listening(feed);
    say('subscribe', 'heartbeats');
    news();
    feed.beat();
    feed.beat();
    expect(news().map(({ events }) => events[0].heartbeat_counter)).toEqual([1, 2]);
  });

  test('has no trades of other products, and refuses channels that it does not have', () => {
    const feed = new AdvancedTrade(() => NOW);
    const { say, news } = listening(feed);
    say('subscribe', 'market_trades', ['ETH-USD']);
    say('subscribe', 'user');
    feed.take(match(1));
    expect(news()).toMatchObject([
      { channel: 'subscriptions', events: [{ subscriptions: {} }] },
      { type: 'error' },
    ]);
  });
});
