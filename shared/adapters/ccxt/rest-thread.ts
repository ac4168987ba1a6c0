import { Worker } from 'node:worker_threads';
import { MalformedFrameError, VenueUnavailableError } from '../../contracts/errors.ts';
import type { Frame } from '../../ports/feeds.ts';
import type { Span } from './history.ts';
import type { OpenMarket, RestMarket, TradesAsk } from './market.ts';
import type { RestTrade } from './parse.ts';

/** What the thread is asked of a market: to open it, for its trades, or for what happened in a span. */
export type Ask = 'open' | { readonly trades: TradesAsk } | { readonly span: Span };

export interface Question {
  readonly id: number;
  readonly market: RestMarket;
  readonly ask: Ask;
}

interface Told {
  readonly kind: 'told';
  readonly leastMs: number;
  readonly trades: RestTrade[];
  readonly history: Frame[];
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

interface AskedMarket extends TradesMarket {
  /** What happened in a span, oldest first. */
  history(span: Span): Promise<Frame[]>;
}

/**
 * A thread that asks exchanges by REST: loading ccxt takes a good part of a second, in which a feed would hear nothing,
 * and its memory is free again when the thread is closed. It starts with the first question.
 */
export class RestThread {
  readonly #program: URL;
  #worker: Worker | undefined;
  readonly #waiting = new Map<number, PromiseWithResolvers<Answer['words']>>();
  #lastId = 0;

  /** `program` is what the thread runs, where rest-worker.ts is part of another file. */
  constructor(program = new URL('./rest-worker.ts', import.meta.url)) {
    this.#program = program;
  }

  readonly open = async (market: RestMarket): Promise<AskedMarket> => {
    const { leastMs } = await this.#ask(market, 'open');
    return {
      leastMs,
      trades: async (trades) => (await this.#ask(market, { trades })).trades,
      history: async (span) => (await this.#ask(market, { span })).history,
    };
  };

  /** What was asked and not answered yet fails. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  async #ask(market: RestMarket, ask: Ask): Promise<Told> {
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
    // The thread is a file, however the process was started: a collector that was read from its command line has flags
    // with which no file runs.
    const worker = new Worker(this.#program, { execArgv: [] });
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
