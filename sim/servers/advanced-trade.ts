import { toIso } from '../../shared/domain/units/time.ts';
import { type Client, type Now, type Session, spoken, texts } from './side.ts';

const PRODUCT = 'BTC-USD';
const CHANNELS = ['heartbeats', 'market_trades'];
/** As many last trades make a snapshot. */
const SNAPSHOT_TRADES = 50;

/** Whether a client speaks this protocol: its messages name one channel. */
export const isAdvancedTrade = (text: string): boolean => typeof spoken(text)?.channel === 'string';

interface Listener {
  readonly client: Client;
  readonly channels: Set<string>;
  /** Number of the next message, over all channels. */
  next: number;
  beats: number;
}

/**
 * Coinbase's Advanced Trade feed (facts/exchanges.md 2.2), whose messages name one `channel` where those of the
 * Exchange feed name many. Nothing here is verbatim: a tape holds frames of the Exchange feed, and every trade that
 * this feed tells is derived from a `match` frame, with the numbers, the side (the maker's, on both feeds) and the
 * time that stand there.
 */
export class AdvancedTrade {
  readonly #now: Now;
  readonly #listeners = new Set<Listener>();
  /** The newest first, as the feed tells them. */
  readonly #trades: object[] = [];

  constructor(now: Now) {
    this.#now = now;
  }

  /** A `match` of the Exchange feed has come due. */
  take(frame: string): void {
    const { trade_id, product_id, price, size, side, time } = spoken(frame) ?? {};
    const trade = {
      trade_id: String(trade_id),
      product_id,
      price,
      size,
      side: String(side).toUpperCase(),
      time,
    };
    if (this.#trades.unshift(trade) > SNAPSHOT_TRADES) this.#trades.pop();
    for (const listener of this.#listeners)
      if (listener.channels.has('market_trades'))
        this.#tell(listener, 'market_trades', { type: 'update', trades: [trade] });
  }

  /** Called once a second. */
  beat(): void {
    for (const listener of this.#listeners)
      if (listener.channels.has('heartbeats'))
        this.#tell(listener, 'heartbeats', {
          current_time: toIso(this.#now()),
          heartbeat_counter: ++listener.beats,
        });
  }

  connect(client: Client): Session {
    const listener = { client, channels: new Set<string>(), next: 0, beats: 0 };
    this.#listeners.add(listener);
    return {
      hear: (text) => this.#hear(listener, text),
      end: () => this.#listeners.delete(listener),
    };
  }

  #hear(listener: Listener, text: string): void {
    const { type, channel, product_ids } = spoken(text) ?? {};
    if (typeof channel !== 'string' || !CHANNELS.includes(channel)) {
      listener.client.send('{"type":"error","message":"channel is not supported"}');
      return;
    }
    const isNew = type === 'subscribe' && !listener.channels.has(channel);
    const wanted = channel === 'heartbeats' || texts(product_ids).includes(PRODUCT);
    if (type === 'subscribe' && wanted) listener.channels.add(channel);
    if (type === 'unsubscribe') listener.channels.delete(channel);
    const products = [...listener.channels].map((name) => [
      name,
      name === 'heartbeats' ? ['heartbeats'] : [PRODUCT],
    ]);
    this.#tell(listener, 'subscriptions', { subscriptions: Object.fromEntries(products) });
    if (isNew && wanted && channel === 'market_trades' && this.#trades.length > 0)
      this.#tell(listener, channel, { type: 'snapshot', trades: this.#trades });
  }

  #tell(listener: Listener, channel: string, event: object): void {
    const envelope = { channel, client_id: '', timestamp: toIso(this.#now()), sequence_num: listener.next++ };
    listener.client.send(JSON.stringify({ ...envelope, events: [event] }));
  }
}
