import { StoreUnavailableError } from '../../contracts/errors.ts';
import { SECOND_MS } from '../../domain/units/time.ts';
import type { Files } from '../../ports/ticks.ts';
import { type Kept, SpoolFolder } from './folder.ts';

/** The first wait is up to the shorter of these, each further one up to twice the last, none above the longer. */
const SHORTEST_WAIT_MS = SECOND_MS;
const LONGEST_WAIT_MS = 60 * SECOND_MS;

interface SpoolOptions {
  readonly folder: string;
  /** What the folder may hold. */
  readonly maxBytes: number;
  /** From 0 up to 1. */
  readonly random?: () => number;
}

interface SpoolState {
  /** How many files wait, and how much they hold. */
  readonly files: number;
  readonly bytes: number;
  /** Files that were refused because the folder is full. */
  readonly dropped: number;
  /** Why the sink did not take the last file; undefined while it takes them. */
  readonly failing: string | undefined;
}

/**
 * Files on their way to a sink that may be out of reach: those it does not take wait in a folder and follow in order
 * once it does, what an earlier process left there first. A full folder refuses what is newest, so that nothing
 * which was taken is lost. A failure that no other try can mend ends the spool: it is thrown by every later `put`.
 */
class Spool implements Files {
  readonly #sink: Files;
  readonly #folder: SpoolFolder;
  readonly #waiting: Kept[];
  readonly #options: Required<SpoolOptions>;
  #turn: number;
  #bytes: number;
  #dropped = 0;
  #failures = 0;
  #failing: string | undefined;
  #ended: unknown;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  #draining: Promise<void> | undefined;

  constructor(sink: Files, folder: SpoolFolder, waiting: Kept[], options: Required<SpoolOptions>) {
    this.#sink = sink;
    this.#folder = folder;
    this.#waiting = waiting;
    this.#options = options;
    this.#turn = waiting.at(-1)?.turn ?? 0;
    this.#bytes = waiting.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#startDrain();
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    if (this.#ended !== undefined) throw this.#ended;
    if (this.#waiting.length === 0) {
      try {
        await this.#sink.put(name, bytes);
        if (this.#waiting.length === 0) this.#worked();
        return;
      } catch (error) {
        this.#failed(error);
        if (this.#ended !== undefined) throw this.#ended;
      }
    }
    await this.#keep(name, bytes);
  }

  state(): SpoolState {
    return {
      files: this.#waiting.length,
      bytes: this.#bytes,
      dropped: this.#dropped,
      failing: this.#failing,
    };
  }

  /** Tries once more to empty the folder, and leaves the rest to the next process. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    if (this.#ended === undefined) this.#startDrain();
    await this.#draining;
  }

  async #keep(name: string, bytes: Uint8Array): Promise<void> {
    const { folder, maxBytes } = this.#options;
    if (this.#bytes + bytes.length > maxBytes) {
      this.#dropped++;
      throw new StoreUnavailableError(`${folder} is full with ${this.#bytes} bytes: ${name} was dropped`);
    }
    const kept: Kept = { name, turn: ++this.#turn, bytes: bytes.length };
    this.#bytes += kept.bytes;
    try {
      await this.#folder.keep(kept, bytes);
    } catch (error) {
      this.#bytes -= kept.bytes;
      throw error;
    }
    this.#waiting.push(kept);
    this.#tryLater();
  }

  #worked(): void {
    this.#failures = 0;
    this.#failing = undefined;
  }

  #failed(error: unknown): void {
    this.#failures++;
    this.#failing = (error as Error).message;
    if (!(error instanceof StoreUnavailableError)) this.#ended = error;
  }

  /** Full jitter: many writers that failed together do not come back together. */
  #tryLater(): void {
    if (this.#closed || this.#timer !== undefined || this.#draining !== undefined) return;
    const bound = Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** (this.#failures - 1));
    this.#timer = setTimeout(() => this.#startDrain(), this.#options.random() * bound);
  }

  #startDrain(): void {
    this.#timer = undefined;
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
      if (this.#ended === undefined && this.#waiting.length > 0) this.#tryLater();
    });
  }

  async #drain(): Promise<void> {
    try {
      for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
        await this.#sink.put(next.name, await this.#folder.read(next));
        await this.#folder.remove(next);
        this.#waiting.shift();
        this.#bytes -= next.bytes;
        this.#worked();
      }
    } catch (error) {
      this.#failed(error);
    }
  }
}

/** A {@link Spool} before `sink`, with what its folder holds on its way already. */
export async function spooled(
  sink: Files,
  { folder, maxBytes, random = Math.random }: SpoolOptions,
): Promise<Spool> {
  const spoolFolder = new SpoolFolder(folder);
  return new Spool(sink, spoolFolder, await spoolFolder.list(), { folder, maxBytes, random });
}
