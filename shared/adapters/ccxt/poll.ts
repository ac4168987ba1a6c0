import { VenueUnavailableError } from '../../contracts/errors.ts';
import { MINUTE_MS, SECOND_MS } from '../../domain/units/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Frame } from '../../ports/feeds.ts';
import { tradeFrame } from './frames.ts';
import { type RestMarket, wantsLess } from './market.ts';
import { RestThread, type TradesMarket } from './rest-thread.ts';

/** Trades of one answer: more within a few seconds would not change the price that is left at their end. */
const MOST = 100;
/** After a failure the wait doubles up to this; after "ask less often" it begins at half a minute. */
const LONGEST_MS = 30 * SECOND_MS;
const LESS_MS = 30 * SECOND_MS;
const LEAST_OFTEN_MS = 5 * MINUTE_MS;

export interface PollerOptions {
  readonly market: RestMarket;
  readonly everyMs: number;
  readonly clock: Clock;
  /** Trades that are new since the last poll; of the first poll, the newest alone. */
  readonly emit: (frame: Frame) => void;
  readonly failed: (error: Error) => void;
  /** Is told of each question whether it failed. */
  readonly asked: (failed: boolean) => void;
}

/** Asks one exchange for its last trades while all its sockets are down. */
export interface PricePoller {
  start(): void;
  stop(): void;
}

/** Pollers whose questions all go through one thread. */
export class PricePollers {
  readonly #thread: RestThread;

  constructor(thread = new RestThread()) {
    this.#thread = thread;
  }

  make(options: PollerOptions): PricePoller {
    return pricePoller(options, this.#thread.open);
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}

/**
 * Never asks more often than the exchange allows, and less often as long as it fails. `open` says how the market is
 * opened.
 *
 * @internal told alone to its tests
 */
export function pricePoller(
  options: PollerOptions,
  open: (market: RestMarket) => Promise<TradesMarket>,
): PricePoller {
  const { market, everyMs, failed, asked } = options;
  let running: Turn | undefined;
  let opened: Promise<TradesMarket> | undefined;

  const turn = async (own: Turn): Promise<void> => {
    let waitMs = everyMs;
    try {
      opened ??= open(market).catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      const at = await opened;
      waitMs = Math.max(everyMs, at.leastMs);
      await poll(at, own);
      asked(false);
      own.failures = 0;
    } catch (error) {
      if (own !== running) return;
      waitMs = Math.max(waitMs, backOff(error, everyMs, own.failures++));
      asked(true);
      failed(error as Error);
    }
    if (own === running) own.timer = setTimeout(turn, waitMs, own);
  };

  const poll = async (at: TradesMarket, own: Turn): Promise<void> => {
    const { source, asset } = market;
    const trades = await at.trades(source === 'bitstamp' ? { words: { time: 'minute' } } : { most: MOST });
    if (own !== running) return;
    const fresh =
      own.lastId === undefined ? trades.slice(-1) : trades.filter(({ id }) => id > (own.lastId as number));
    for (const trade of fresh) {
      own.lastId = Math.max(own.lastId ?? 0, trade.id);
      options.emit({ channel: source, text: tradeFrame(source, asset, trade), at: options.clock.now() });
    }
  };

  return {
    start: () => {
      if (running !== undefined) return;
      running = { failures: 0 };
      void turn(running);
    },
    stop: () => {
      clearTimeout(running?.timer);
      running = undefined;
    },
  };
}

/** One start to stop. */
interface Turn {
  failures: number;
  lastId?: number;
  timer?: NodeJS.Timeout;
}

function backOff(error: unknown, everyMs: number, failures: number): number {
  const known = error instanceof VenueUnavailableError ? error : undefined;
  const less = known !== undefined && wantsLess(known);
  const [from, to] = less ? [LESS_MS, LEAST_OFTEN_MS] : [everyMs, LONGEST_MS];
  return Math.max(known?.retryAfterMs ?? 0, Math.min(to, from * 2 ** Math.min(failures, 20)));
}
