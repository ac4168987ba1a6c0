/**
 * Remembers at least the last `least` texts, and at most twice as many: enough to know what two connections of one
 * feed, or a stuttering venue, say twice.
 */
export class RecentTexts {
  readonly #least: number;
  #young = new Set<string>();
  #old = new Set<string>();

  constructor(least: number) {
    this.#least = least;
  }

  /** False when `text` was heard lately. */
  add(text: string): boolean {
    if (this.#young.has(text) || this.#old.has(text)) return false;
    this.#young.add(text);
    if (this.#young.size === this.#least) {
      this.#old = this.#young;
      this.#young = new Set();
    }
    return true;
  }

  /** After a gap a venue tells its state anew, perhaps in the same words. */
  clear(): void {
    this.#young = new Set();
    this.#old = new Set();
  }
}
