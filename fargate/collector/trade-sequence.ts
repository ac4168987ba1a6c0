import type { EpochMs } from '../../shared/domain/units/time.ts';

/** How far back a trade is told apart from one that was seen. A power of two: an id's place is in its low bits. */
const REMEMBERED = 16_384;
/** So many ids in a row that are too low for their time mean that the venue counts anew. */
const STRAYS = 32;

/**
 * Where a trade stands among those of its source and pair: `newest`, `late` but new to us, seen already, or `lost`: older
 * than what is remembered.
 */
export type Place = 'newest' | 'late' | 'duplicate' | 'lost';

/** The ids of one source and pair, which rise by one or more. O(1) a trade, and no more memory after a month. */
export class TradeSequence {
  #seen: Float64Array | undefined;
  #newest = 0;
  #newestAt = 0;
  #strays = 0;

  /** Trades of a feed without ids are placed by their time alone. */
  place(id: number | undefined, exchangeAt: EpochMs): Place {
    if (id === undefined) return this.#placeByTime(exchangeAt);
    if (this.#seen === undefined || id > this.#newest) return this.#lead(id, exchangeAt);
    if (id <= this.#newest - REMEMBERED) return this.#stray(id, exchangeAt);
    // Ids of one place lie that far apart: what stands there is this very id or an older one.
    const slot = id & (REMEMBERED - 1);
    if (this.#seen[slot] === id) return 'duplicate';
    this.#seen[slot] = id;
    return 'late';
  }

  #placeByTime(exchangeAt: EpochMs): Place {
    if (exchangeAt < this.#newestAt) return 'late';
    this.#newestAt = exchangeAt;
    return 'newest';
  }

  #lead(id: number, exchangeAt: EpochMs): Place {
    this.#seen ??= new Float64Array(REMEMBERED).fill(Number.NaN);
    this.#seen[id & (REMEMBERED - 1)] = id;
    this.#newest = id;
    this.#newestAt = exchangeAt;
    this.#strays = 0;
    return 'newest';
  }

  #stray(id: number, exchangeAt: EpochMs): Place {
    if (exchangeAt <= this.#newestAt || ++this.#strays < STRAYS) return 'lost';
    this.#seen = undefined;
    return this.#lead(id, exchangeAt);
  }
}
