import { bitstampAnswer } from './bitstamp-rest.ts';
import { Pulse } from './pulse.ts';
import { type Client, isRecord, type Now, type Side, spoken } from './side.ts';
import { TradeLog } from './trade-log.ts';

/** facts/exchanges.md 4. */
const CHANNEL = /^(live_trades|live_orders|order_book|detail_order_book|diff_order_book)_[a-z0-9]{2,6}usdt?$/;
const TRADES = 'live_trades_btcusd';
const DIFFERENCES = 'diff_order_book_btcusd';
const RECONNECT = '{"event":"bts:request_reconnect","channel":"","data":""}';

interface Listener {
  readonly client: Client;
  readonly channels: Set<string>;
}

/** Live trades, changes of a book that is always empty, and market data by REST. */
export function makeBitstamp(now: Now): Side {
  const listeners = new Set<Listener>();
  const log = new TradeLog();
  const pulse = new Pulse();

  const tell = (channel: string, frame: string) => {
    for (const { client, channels } of listeners) if (channels.has(channel)) client.send(frame);
  };

  return {
    prefix: '/bitstamp',
    channel: 'bitstamp',
    restChannel: 'bitstamp',
    hears: ['bitstamp'],
    play(frame) {
      if (frame.includes('"event":"bts:')) return;
      const channel = /"channel":"(\w+)"/.exec(frame)?.[1] ?? '';
      if (channel === TRADES) logTrade(log, frame);
      if (channel === DIFFERENCES) pulse.heard();
      tell(channel, frame);
    },
    serves: (path) => path === '',
    connect(client) {
      const listener = { client, channels: new Set<string>() };
      listeners.add(listener);
      return { hear: (text) => hear(listener, text), end: () => listeners.delete(listener) };
    },
    answer: (question) => bitstampAnswer(question, log),
    beat() {
      if (!pulse.isOwed()) return;
      const at = now();
      const times = `"timestamp":"${Math.floor(at / 1_000)}","microtimestamp":"${at * 1_000}"`;
      tell(DIFFERENCES, `{"event":"data","channel":"${DIFFERENCES}","data":{${times},"bids":[],"asks":[]}}`);
    },
    drain() {
      for (const { client } of listeners) client.send(RECONNECT);
    },
  };
}

function hear({ client, channels }: Listener, text: string): void {
  const message = spoken(text);
  if (message?.event === 'bts:heartbeat') {
    client.send('{"event":"bts:heartbeat","channel":"","data":{"status":"success"}}');
    return;
  }
  const channel = isRecord(message?.data) ? String(message.data.channel) : '';
  const subscribes = message?.event === 'bts:subscribe';
  if (!CHANNEL.test(channel) || (!subscribes && message?.event !== 'bts:unsubscribe')) {
    const data = { code: null, message: 'Bad subscription string.' };
    client.send(JSON.stringify({ event: 'bts:error', channel: '', data }));
    return;
  }
  if (subscribes) channels.add(channel);
  else channels.delete(channel);
  const event = subscribes ? 'bts:subscription_succeeded' : 'bts:unsubscription_succeeded';
  client.send(JSON.stringify({ event, channel, data: {} }));
}

/** `type` 0 is a taker who bought. */
function logTrade(log: TradeLog, frame: string): void {
  const trade = spoken(frame)?.data;
  if (!isRecord(trade)) return;
  log.take({
    id: Number(trade.id),
    at: Number(trade.microtimestamp) / 1_000,
    price: String(trade.price_str),
    size: String(trade.amount_str),
    takerBuys: trade.type === 0,
  });
}
