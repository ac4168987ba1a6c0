/** The hosts of one feed: the first that is not shut to us. Instants are of one monotonic clock, in milliseconds. */
export class HostList {
  readonly #urls: readonly string[];
  readonly #shutUntil = new Map<string, number>();

  constructor(urls: readonly string[]) {
    this.#urls = urls;
  }

  /** The preferred host at `now`; undefined when every one is shut. */
  first(now: number): string | undefined {
    return this.#urls.find((url) => (this.#shutUntil.get(url) ?? 0) <= now);
  }

  shut(url: string, until: number): void {
    this.#shutUntil.set(url, until);
  }

  /** When the next host opens again; only to be asked while all are shut. */
  get opensAt(): number {
    return Math.min(...this.#shutUntil.values());
  }
}
