import { type ClobBooks, toWireBook } from './clob-books.ts';
import { clobAnswer } from './clob-rest.ts';
import type { Listings } from './listings.ts';
import { type Client, isRecord, type Now, type Side, spoken, spokenAll, texts } from './side.ts';

/** facts/polymarket.md 6.1. */
const CUSTOM = new Set(['best_bid_ask', 'new_market', 'market_resolved']);
/** With more tokens on a connection there is no first snapshot. */
const MOST_TOKENS_WITH_SNAPSHOT = 500;

interface Listener {
  readonly client: Client;
  readonly tokens: Set<string>;
  custom: boolean;
}

/** The CLOB: its market channel, and the reads of its REST interface. */
export function makeClob(now: Now, books: ClobBooks, listings: Listings): Side {
  const listeners = new Set<Listener>();

  /** Books of the tokens that have one, as the first frame after a subscription. */
  const welcome = (client: Client, tokens: readonly string[]) => {
    const known = tokens.map((token) => books.get(token)).filter((book) => book !== undefined);
    if (known.length > 0)
      client.send(JSON.stringify(known.map((book) => ({ event_type: 'book', ...toWireBook(book) }))));
  };

  function hear(listener: Listener, text: string): void {
    const { client, tokens } = listener;
    const message = spoken(text);
    const { operation = 'subscribe', type = 'market' } = message ?? {};
    const named = texts(message?.assets_ids);
    if (text === 'PING') client.send('PONG');
    else if (operation === 'unsubscribe') for (const token of named) tokens.delete(token);
    else if (message === undefined || operation !== 'subscribe' || type !== 'market')
      client.send('INVALID OPERATION');
    else {
      if (message.custom_feature_enabled === true) listener.custom = true;
      add(listener, named);
    }
  }

  function add({ client, tokens }: Listener, named: readonly string[]): void {
    const added = [...new Set(named)].filter((token) => !tokens.has(token));
    for (const token of added) tokens.add(token);
    if (added.length === 0) client.send('NO NEW ASSETS');
    else if (tokens.size <= MOST_TOKENS_WITH_SNAPSHOT) welcome(client, added);
  }

  return {
    prefix: '/clob',
    channel: 'clob',
    restChannel: 'clob-rest',
    hears: ['clob', 'clob-rest'],
    play(frame, channel) {
      const messages = spokenAll(frame);
      for (const message of messages) books.take(message);
      if (channel === 'clob-rest' || messages.length === 0) return;
      const abouts = messages.map(aboutOf);
      for (const listener of listeners)
        if (abouts.some((about) => concerns(listener, about))) listener.client.send(frame);
    },
    serves: (path) => path === '/ws/market',
    connect(client) {
      const listener = { client, tokens: new Set<string>(), custom: false };
      listeners.add(listener);
      return { hear: (text) => hear(listener, text), end: () => listeners.delete(listener) };
    },
    answer: (question) => clobAnswer(question, { books, listings, now: now() }),
  };
}

interface About {
  readonly type: string;
  readonly tokens: readonly string[];
}

function aboutOf(message: Record<string, unknown>): About {
  const { event_type: type, asset_id: token, price_changes: changes } = message;
  const tokens = texts([token]).concat(texts(message.assets_ids));
  if (Array.isArray(changes)) tokens.push(...texts(changes.filter(isRecord).map((each) => each.asset_id)));
  return { type: String(type), tokens };
}

function concerns({ tokens, custom }: Listener, about: About): boolean {
  if (CUSTOM.has(about.type) && !custom) return false;
  return about.type === 'new_market' || about.tokens.some((token) => tokens.has(token));
}
