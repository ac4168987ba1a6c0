import type { MarketEvent } from '../../shared/domain/market/event.ts';
import type { Frame } from '../../shared/ports/feeds.ts';

/** A frame, and what it says. */
interface Heard {
  readonly frame: Frame;
  readonly events: readonly MarketEvent[];
}

/**
 * Hands on what the feeds bring. Until what happened before has been told it is held back, so that neither is lost and
 * time does not run backwards.
 */
export class Beginning {
  readonly #take: (heard: Heard) => void;
  #held: Heard[] | undefined = [];
  #tellsPast = false;

  constructor(take: (heard: Heard) => void) {
    this.#take = take;
  }

  /** True while something is handed on that the feeds did not bring. */
  get tellsPast(): boolean {
    return this.#tellsPast;
  }

  hear(heard: Heard): void {
    if (this.#held === undefined) this.#take(heard);
    else this.#held.push(heard);
  }

  /** Hands on what happened before, and what was held back, in the order of their times. */
  tell(past: readonly Heard[]): void {
    const told = new Set(past);
    const all = [...past, ...(this.#held ?? [])].sort((a, b) => a.frame.at - b.frame.at);
    this.#held = undefined;
    for (const heard of all) {
      this.#tellsPast = told.has(heard);
      this.#take(heard);
    }
    this.#tellsPast = false;
  }
}
