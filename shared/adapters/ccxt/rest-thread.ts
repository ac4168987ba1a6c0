import { Worker } from 'node:worker_threads';
import { MalformedFrameError, VenueUnavailableError } from '../../contracts/errors.ts';
import type { OpenMarket, RestMarket, TradesAsk } from './market.ts';
import type { RestTrade } from './parse.ts';

/** What the thread is asked; without an `ask`, only to open the market. */
export interface Question {
  readonly id: number;
  readonly market: RestMarket;
  readonly ask: TradesAsk | undefined;
}

interface Told {
  readonly kind: 'told';
  readonly leastMs: number;
  readonly trades: RestTrade[];
}

/** Errors lose their class between threads, so that they are told in words. */
export interface Answer {
  readonly id: number;
  readonly words:
    | Told
    | { readonly kind: 'malformed'; readonly channel: string; readonly reason: string }
    | {
        readonly kind: 'unavailable';
        readonly message: string;
        readonly retryAfterMs: number | undefined;
        /** Name of what ccxt threw. */
        readonly cause: string;
      };
}

/** A market that is asked for its trades alone. */
export type TradesMarket = Pick<OpenMarket, 'leastMs' | 'trades'>;

/**
 * A thread that asks exchanges by REST: loading ccxt takes a second or more, in which a feed would hear nothing. It
 * starts with the first question.
 */
export class RestThread {
  #worker: Worker | undefined;
  readonly #waiting = new Map<number, PromiseWithResolvers<Answer['words']>>();
  #lastId = 0;

  readonly open = async (market: RestMarket): Promise<TradesMarket> => {
    const { leastMs } = await this.#ask(market, undefined);
    return { leastMs, trades: async (ask) => (await this.#ask(market, ask)).trades };
  };

  /** What was asked and not answered yet fails. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  async #ask(market: RestMarket, ask: TradesAsk | undefined): Promise<Told> {
    const id = ++this.#lastId;
    const asked = Promise.withResolvers<Answer['words']>();
    this.#waiting.set(id, asked);
    this.#worker ??= this.#start();
    this.#worker.postMessage({ id, market, ask } satisfies Question);
    const words = await asked.promise;
    if (words.kind === 'told') return words;
    if (words.kind === 'malformed') throw new MalformedFrameError(words.channel, words.reason);
    const { message, retryAfterMs } = words;
    const cause = Object.assign(new Error(message), { name: words.cause });
    throw new VenueUnavailableError(message, { retryAfterMs, cause });
  }

  #start(): Worker {
    const worker = new Worker(new URL('./rest-worker.ts', import.meta.url));
    worker.on('message', ({ id, words }: Answer) => {
      this.#waiting.get(id)?.resolve(words);
      this.#waiting.delete(id);
    });
    let failure: unknown;
    worker.once('error', (error) => {
      failure = error;
    });
    worker.once('exit', () => this.#ended(failure));
    return worker;
  }

  /** The next question starts another. */
  #ended(cause: unknown): void {
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting)
      reject(new VenueUnavailableError('the thread that asks exchanges by REST has ended', { cause }));
  }
}
