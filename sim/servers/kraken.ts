import { isoMicros } from '../instant-text.ts';
import { krakenAnswer } from './kraken-rest.ts';
import { Pulse } from './pulse.ts';
import { type Client, isRecord, type Now, type Side, spoken, texts } from './side.ts';
import { TradeLog } from './trade-log.ts';

/** facts/exchanges.md 3. */
const SYMBOL = /^[A-Z0-9]{2,6}\/USDT?$/;
const TRADES = 'trade BTC/USD';
const CHANNELS = ['trade', 'ticker', 'book', 'ohlc'];
const SNAPSHOT_FRAMES = 50;
const HEARTBEAT = '{"channel":"heartbeat"}';

interface Listener {
  readonly client: Client;
  /** Channel and symbol, 'trade BTC/USD'. */
  readonly topics: Set<string>;
}

/** The v2 feed, and public data by REST. */
export function makeKraken(now: Now): Side {
  const listeners = new Set<Listener>();
  const log = new TradeLog();
  const pulse = new Pulse();
  const recent: string[] = [];

  function hear(listener: Listener, text: string): void {
    const { client, topics } = listener;
    const message = spoken(text);
    const { method, req_id } = message ?? {};
    const params = isRecord(message?.params) ? message.params : {};
    const at = isoMicros(now(), 0);
    const reply = (words: object) =>
      client.send(JSON.stringify({ method, ...words, req_id, time_in: at, time_out: at }));
    const channel = String(params.channel);
    if (method === 'ping') reply({ method: 'pong' });
    else if (method !== 'subscribe' && method !== 'unsubscribe')
      reply({ error: 'Method not supported', success: false });
    else if (!CHANNELS.includes(channel)) reply({ error: 'Channel not supported', success: false });
    else
      for (const symbol of texts(params.symbol)) {
        if (!SYMBOL.test(symbol)) {
          reply({ error: `Currency pair not supported ${symbol}`, success: false, symbol });
          continue;
        }
        const topic = `${channel} ${symbol}`;
        const snapshot = params.snapshot === true;
        reply({ result: { channel, snapshot, symbol }, success: true });
        if (method === 'unsubscribe') topics.delete(topic);
        else {
          topics.add(topic);
          if (snapshot && topic === TRADES) client.send(snapshotOf(recent));
        }
      }
  }

  return {
    prefix: '/kraken',
    channel: 'kraken',
    restChannel: 'kraken',
    hears: ['kraken'],
    play(frame) {
      const channel = /^\{"channel":"(\w+)"/.exec(frame)?.[1];
      if (channel === undefined || channel === 'status') return;
      pulse.heard();
      const topic = `${channel} ${/"symbol":"([A-Z/]+)"/.exec(frame)?.[1]}`;
      if (topic === TRADES && !frame.includes('"type":"snapshot"')) {
        logTrades(log, frame);
        recent.push(frame);
        if (recent.length > SNAPSHOT_FRAMES) recent.shift();
      }
      for (const { client, topics } of listeners)
        if (topics.has(topic) || (channel === 'heartbeat' && topics.size > 0)) client.send(frame);
    },
    serves: (path) => path === '/v2',
    connect(client) {
      const listener = { client, topics: new Set<string>() };
      listeners.add(listener);
      client.send(STATUS);
      return { hear: (text) => hear(listener, text), end: () => listeners.delete(listener) };
    },
    answer: (question) => krakenAnswer(question, log, now()),
    beat() {
      if (!pulse.isOwed()) return;
      for (const { client, topics } of listeners) if (topics.size > 0) client.send(HEARTBEAT);
    },
  };
}

const STATUS =
  '{"channel":"status","type":"update","data":[{"version":"2.0.4","system":"online","api_version":"v2","connection_id":1}]}';

const snapshotOf = (frames: readonly string[]) =>
  `{"channel":"trade","type":"snapshot","data":[${frames.map(rowsOf)}]}`;

/** The rows of a frame's `data`, verbatim. */
const rowsOf = (frame: string): string => frame.slice(frame.indexOf('[') + 1, frame.lastIndexOf(']'));

function logTrades(log: TradeLog, frame: string): void {
  const rows = spoken(frame)?.data;
  for (const row of Array.isArray(rows) ? rows.filter(isRecord) : [])
    log.take({
      id: Number(row.trade_id),
      at: Date.parse(String(row.timestamp)),
      price: String(row.price),
      size: String(row.qty),
      takerBuys: row.side === 'buy',
    });
}
