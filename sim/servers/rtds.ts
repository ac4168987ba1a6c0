import { Prints } from './prints.ts';
import { type Client, isRecord, type Now, type Side, spoken } from './side.ts';

/** facts/polymarket.md 6.3. */
const SNAPSHOT_MS = 60_000;
const RELAYED = 'crypto_prices';
const CHAINLINK = 'crypto_prices_chainlink';
const TOPICS = [RELAYED, CHAINLINK, 'crypto_prices_twap_thirty', 'crypto_prices_twap_sixty'];

interface Listener {
  readonly client: Client;
  /** Topic and symbol; the symbol is '' when all are wanted. */
  readonly wanted: Set<string>;
}

const keyOf = (topic: string, symbol: string) => `${topic} ${symbol}`;

/** The legacy price feed: topics, each with a back-fill of the last minute. */
export function makeRtds(now: Now): Side {
  const listeners = new Set<Listener>();
  const prints = new Prints(SNAPSHOT_MS);
  const symbols = new Map<string, Set<string>>();

  function backFill(client: Client, topic: string, symbol: string): void {
    const data = prints.snapshot(keyOf(topic, symbol), now());
    if (data.length === 0) return;
    // Chainlink's back-fill comes under the name of the other topic; its symbol tells it apart.
    const label = topic === CHAINLINK ? RELAYED : topic;
    const payload = { symbol, data };
    client.send(JSON.stringify({ topic: label, type: 'subscribe', timestamp: now(), payload }));
  }

  function hear({ client, wanted }: Listener, text: string): void {
    if (text.toUpperCase() === 'PING') client.send('PONG');
    const { action, subscriptions } = spoken(text) ?? {};
    if (action !== 'subscribe' && action !== 'unsubscribe') return;
    for (const each of Array.isArray(subscriptions) ? subscriptions.filter(isRecord) : []) {
      const topic = String(each.topic);
      const symbol = symbolOf(each.filters);
      if (!TOPICS.includes(topic)) {
        const message = `topic: ${topic} and type: ${each.type} not found`;
        // One wrong topic silences the rest of the message.
        client.send(JSON.stringify({ body: { message }, statusCode: 401 }));
        return;
      }
      if (action === 'unsubscribe') wanted.delete(keyOf(topic, symbol));
      else {
        wanted.add(keyOf(topic, symbol));
        for (const one of symbol === '' ? (symbols.get(topic) ?? []) : [symbol]) backFill(client, topic, one);
      }
    }
  }

  return {
    prefix: '/rtds',
    channel: 'rtds',
    hears: ['rtds'],
    play(frame) {
      const { topic, payload } = spoken(frame) ?? {};
      if (typeof topic !== 'string' || !isRecord(payload)) return;
      const symbol = String(payload.symbol);
      const about = topic === RELAYED && symbol.includes('/') ? CHAINLINK : topic;
      const key = keyOf(about, symbol);
      prints.take(key, payload);
      symbols.set(about, (symbols.get(about) ?? new Set()).add(symbol));
      for (const { client, wanted } of listeners)
        if (wanted.has(key) || wanted.has(keyOf(about, ''))) client.send(frame);
    },
    serves: (path) => path === '',
    connect(client) {
      const listener = { client, wanted: new Set<string>() };
      listeners.add(listener);
      return { hear: (text) => hear(listener, text), end: () => listeners.delete(listener) };
    },
  };
}

/** The filter is JSON inside a string; without one all symbols are wanted. */
function symbolOf(filters: unknown): string {
  const filter = typeof filters === 'string' ? spoken(filters) : undefined;
  return typeof filter?.symbol === 'string' ? filter.symbol : '';
}
