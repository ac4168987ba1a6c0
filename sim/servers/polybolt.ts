import { Prints } from './prints.ts';
import { type Client, isRecord, type Now, type Side, spoken } from './side.ts';

/** facts/polymarket.md 6.4. */
const PING = { everyMs: 25_000, patienceMs: 55_000 };
const SNAPSHOT_MS = 120_000;
const MOST_SUBSCRIPTIONS = 64;
const DRAINING = 4003;
const UNAUTHORISED = 4001;
const CHANNELS = ['price.crypto', 'price.crypto.twap'];

interface Listener {
  readonly client: Client;
  authed: boolean;
  /** As {@link topicOf} names them. */
  readonly topics: Set<string>;
}

interface Feed {
  readonly channel: string;
  readonly symbol: string;
  /** Undefined for prices of an instant. */
  readonly windowSeconds: unknown;
}

const topicOf = ({ channel, symbol, windowSeconds }: Feed) => `${channel} ${symbol} ${windowSeconds ?? ''}`;

/** The price feed: credentials first, then snapshots and prints. */
export function makePolybolt(now: Now): Side {
  const listeners = new Set<Listener>();
  const prints = new Prints(SNAPSHOT_MS);
  /** The last sequence number and the source of a topic. */
  const last = new Map<string, { seq: unknown; source: unknown }>();

  function subscribe({ client, topics }: Listener, subscription: unknown, rid: unknown): void {
    const feed = feedOf(subscription);
    if (typeof feed === 'string') refuse(client, feed, rid);
    else if (!topics.has(topicOf(feed)) && topics.size >= MOST_SUBSCRIPTIONS)
      refuse(client, 'sub_limit', rid);
    else {
      topics.add(topicOf(feed));
      client.send(JSON.stringify({ op: 'subscribed', channel: feed.channel, rid }));
      client.send(snapshotOf(feed));
    }
  }

  function snapshotOf(feed: Feed): string {
    const { channel, symbol, windowSeconds } = feed;
    const topic = topicOf(feed);
    const { seq = 0, source = 'chainlink' } = last.get(topic) ?? {};
    const payload = {
      symbol,
      ...(windowSeconds !== undefined && { window_seconds: windowSeconds }),
      source,
      data: prints.snapshot(topic, now()),
    };
    // The sequence goes on from the tape's: its frames are sent as they are.
    return JSON.stringify({ v: 1, channel, seq, ts: now(), snapshot: true, payload });
  }

  function hear(listener: Listener, text: string): void {
    const { client, authed } = listener;
    const { op, rid, auth, subscriptions } = spoken(text) ?? {};
    if (op === 'auth' && accepts(auth)) {
      listener.authed = true;
      client.send(JSON.stringify({ op: 'authed', rid }));
    } else if (op === 'auth') {
      refuse(client, 'auth_invalid', rid);
      client.close(UNAUTHORISED);
    } else if ((op !== 'subscribe' && op !== 'unsubscribe') || !Array.isArray(subscriptions))
      refuse(client, 'bad_op', rid);
    else if (!authed) refuse(client, 'auth_required', rid);
    else
      for (const each of subscriptions)
        if (op === 'subscribe') subscribe(listener, each, rid);
        else unsubscribe(listener, each, rid);
  }

  return {
    prefix: '/polybolt',
    channel: 'polybolt',
    hears: ['polybolt'],
    ping: PING,
    play(frame) {
      const { channel, seq, payload } = spoken(frame) ?? {};
      if (typeof channel !== 'string' || !isRecord(payload)) return;
      const topic = topicOf({
        channel,
        symbol: String(payload.symbol),
        windowSeconds: payload.window_seconds,
      });
      last.set(topic, { seq, source: payload.source });
      prints.take(topic, payload);
      for (const { client, topics } of listeners) if (topics.has(topic)) client.send(frame);
    },
    serves: (path) => path === '/ws',
    connect(client) {
      const listener = { client, authed: false, topics: new Set<string>() };
      listeners.add(listener);
      return { hear: (text) => hear(listener, text), end: () => listeners.delete(listener) };
    },
    drain() {
      for (const { client } of listeners) client.close(DRAINING);
    },
  };
}

function unsubscribe({ client, topics }: Listener, subscription: unknown, rid: unknown): void {
  const feed = feedOf(subscription);
  if (typeof feed !== 'string') topics.delete(topicOf(feed));
  client.send(JSON.stringify({ op: 'unsubscribed', rid }));
}

const refuse = (client: Client, code: string, rid: unknown) =>
  client.send(JSON.stringify({ op: 'error', code, rid }));

/** Any credentials will do but none, and a key that calls itself invalid. */
const accepts = (auth: unknown): boolean =>
  isRecord(auth) &&
  [auth.apiKey, auth.secret, auth.passphrase].every((each) => typeof each === 'string' && each !== '') &&
  auth.apiKey !== 'invalid';

/** What a subscription names, or the code of its error. */
function feedOf(subscription: unknown): Feed | string {
  if (!isRecord(subscription) || !isRecord(subscription.filter)) return 'bad_filter';
  const { channel, filter } = subscription;
  if (typeof channel !== 'string' || !CHANNELS.includes(channel)) return 'bad_op';
  if (typeof filter.symbol !== 'string') return 'bad_filter';
  const windowSeconds = channel === 'price.crypto' ? undefined : (filter.window_seconds ?? 60);
  return { channel, symbol: filter.symbol.toLowerCase(), windowSeconds };
}
