const REMEMBERED = 5;
const AGAIN_MS = 60_000;

/** What failed lately and will be tried again: the same words no more often than once a minute. */
export class Troubles {
  readonly #voice: { note(text: string): void };
  readonly #toldAt = new Map<string, number>();

  constructor(voice: { note(text: string): void }) {
    this.#voice = voice;
  }

  readonly add = (error: unknown): void => {
    const { message } = error instanceof Error ? error : new Error(String(error));
    const now = performance.now();
    const before = this.#toldAt.get(message);
    if (before !== undefined && now - before < AGAIN_MS) return;
    this.#toldAt.delete(message);
    this.#toldAt.set(message, now);
    if (this.#toldAt.size > REMEMBERED) this.#toldAt.delete(this.#toldAt.keys().next().value as string);
    // On a terminal the screen shows them.
    if (process.stderr.isTTY !== true) this.#voice.note(message);
  };

  /** Oldest first. */
  latest(): readonly string[] {
    return [...this.#toldAt.keys()];
  }
}
