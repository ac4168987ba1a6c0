import { isoMicros } from '../instant-text.ts';
import { AdvancedTrade, isAdvancedTrade } from './advanced-trade.ts';
import { advancedTradeAnswer } from './advanced-trade-rest.ts';
import { coinbaseAnswer } from './coinbase-rest.ts';
import { Pulse } from './pulse.ts';
import { type Client, isRecord, type Now, type Session, type Side, spoken, texts } from './side.ts';
import { TradeLog } from './trade-log.ts';

/** facts/exchanges.md 2.1. */
const SUBSCRIBE_WITHIN_MS = 5_000;
const POLICY_VIOLATION = 1008;
const PRODUCT = /^[A-Z0-9]{2,6}-USDT?$/;
const CHANNELS = ['heartbeat', 'status', 'ticker', 'ticker_batch', 'matches', 'level2_batch'];
const PRIVATE_CHANNELS = ['level2', 'full', 'user'];
/** The channel that carries frames of a type. Of the rest the recorder alone was told. */
const CHANNEL_OF_TYPE: Readonly<Record<string, string>> = {
  match: 'matches',
  last_match: 'matches',
  ticker: 'ticker',
  heartbeat: 'heartbeat',
  status: 'status',
  snapshot: 'level2_batch',
  l2update: 'level2_batch',
};

interface Listener {
  readonly client: Client;
  /** Channel and product, as {@link topicOf} joins them. */
  readonly topics: Set<string>;
}

const topicOf = (channel: string, product: string) => `${channel} ${product}`;
const HEARTBEAT = topicOf('heartbeat', 'BTC-USD');

/** The Exchange feed and its market data by REST, and both of the Advanced Trade interface at the same place. */
export function makeCoinbase(now: Now): Side {
  const listeners = new Set<Listener>();
  const advanced = new AdvancedTrade(now);
  const log = new TradeLog();
  const pulse = new Pulse();
  let lastMatch: string | undefined;
  let sequence = 0;

  const welcome = ({ client }: Listener, topics: readonly string[]) => {
    if (lastMatch !== undefined && topics.includes(topicOf('matches', 'BTC-USD')))
      client.send(lastMatch.replace('"type":"match"', '"type":"last_match"'));
  };

  return {
    prefix: '/coinbase',
    channel: 'coinbase',
    restChannel: 'coinbase',
    hears: ['coinbase'],
    play(frame) {
      const type = /"type":"(\w+)"/.exec(frame)?.[1] ?? '';
      const product = /"product_id":"([A-Z0-9-]+)"/.exec(frame)?.[1] ?? '';
      const topic = topicOf(CHANNEL_OF_TYPE[type] ?? '', product);
      if (type === 'match' && product === 'BTC-USD') {
        lastMatch = frame;
        sequence = logMatch(log, frame) ?? sequence;
        advanced.take(frame);
      } else if (topic === HEARTBEAT) pulse.heard();
      for (const { client, topics } of listeners) if (topics.has(topic)) client.send(frame);
    },
    serves: (path) => path === '',
    connect(client) {
      const listener = { client, topics: new Set<string>() };
      listeners.add(listener);
      const impatience = setTimeout(() => client.close(POLICY_VIOLATION), SUBSCRIBE_WITHIN_MS);
      let advancedSession: Session | undefined;
      return {
        hear(text) {
          if (isAdvancedTrade(text)) {
            clearTimeout(impatience);
            advancedSession ??= advanced.connect(client);
            return advancedSession.hear(text);
          }
          const added = heard(listener, text);
          if (added === undefined) return;
          clearTimeout(impatience);
          welcome(listener, added);
        },
        end() {
          clearTimeout(impatience);
          listeners.delete(listener);
          advancedSession?.end();
        },
      } satisfies Session;
    },
    answer: (question) => coinbaseAnswer(question, log, now()) ?? advancedTradeAnswer(question),
    beat() {
      advanced.beat();
      if (!pulse.isOwed()) return;
      const ids = `"sequence":${sequence},"last_trade_id":${log.last?.id ?? 0}`;
      const frame = `{"type":"heartbeat",${ids},"product_id":"BTC-USD","time":"${isoMicros(now(), 0)}"}`;
      for (const { client, topics } of listeners) if (topics.has(HEARTBEAT)) client.send(frame);
    },
  };
}

/** Does as a message says. Gives the topics that a subscription added; undefined when there was none. */
function heard({ client, topics }: Listener, text: string): string[] | undefined {
  const message = spoken(text);
  const wanted = message && topicsOf(message);
  if (wanted === undefined || (message?.type !== 'subscribe' && message?.type !== 'unsubscribe')) {
    client.send('{"type":"error","message":"Malformed JSON"}');
    return undefined;
  }
  if (typeof wanted === 'string') {
    client.send(JSON.stringify({ type: 'error', message: 'Failed to subscribe', reason: wanted }));
    return undefined;
  }
  const leaves = message.type === 'unsubscribe';
  const added = leaves ? [] : wanted.filter((topic) => !topics.has(topic));
  for (const topic of wanted)
    if (leaves) topics.delete(topic);
    else topics.add(topic);
  client.send(JSON.stringify({ type: 'subscriptions', channels: listed(topics) }));
  return leaves ? undefined : added;
}

/** The topics that a message names, or why it may not. */
function topicsOf({ channels, product_ids }: Record<string, unknown>): string[] | string | undefined {
  if (!Array.isArray(channels)) return undefined;
  const found: string[] = [];
  for (const each of channels) {
    const name = isRecord(each) ? each.name : each;
    if (typeof name !== 'string') return undefined;
    if (PRIVATE_CHANNELS.includes(name)) return `${name} channel requires authentication`;
    if (!CHANNELS.includes(name)) return `${name} is not a valid channel`;
    const products = isRecord(each) && each.product_ids !== undefined ? each.product_ids : product_ids;
    for (const product of texts(products)) {
      if (!PRODUCT.test(product)) return `${product} is not a valid product`;
      found.push(topicOf(name, product));
    }
  }
  return found;
}

function listed(topics: ReadonlySet<string>) {
  const byChannel = new Map<string, string[]>();
  for (const topic of topics) {
    const [channel = '', product = ''] = topic.split(' ');
    byChannel.set(channel, [...(byChannel.get(channel) ?? []), product]);
  }
  return [...byChannel].map(([name, product_ids]) => ({ name, product_ids }));
}

/** Gives the sequence of the match. `side` is the maker's. */
function logMatch(log: TradeLog, frame: string): number | undefined {
  const match = spoken(frame);
  if (match === undefined) return undefined;
  log.take({
    id: Number(match.trade_id),
    at: Date.parse(String(match.time)),
    price: String(match.price),
    size: String(match.size),
    takerBuys: match.side === 'sell',
  });
  return Number(match.sequence ?? 0);
}
