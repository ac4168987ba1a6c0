/** Something that was wrong with what was read, how often, and where first. */
export interface Problem {
  readonly kind: 'malformed' | 'broken-line' | 'duplicate' | 'out-of-order' | 'gap';
  readonly channel?: string | undefined;
  readonly reason: string;
  readonly count: number;
  /** `file:line` of the first. */
  readonly first: string;
}

/** Counts what was wrong with a tape, by kind, channel and reason. Nothing is left out in silence. */
export class Problems {
  readonly #found = new Map<string, Problem>();

  add({
    kind,
    channel,
    reason,
    at,
    count = 1,
  }: Pick<Problem, 'kind' | 'channel' | 'reason'> & { at: string; count?: number }): void {
    const key = `${kind} ${channel ?? ''} ${reason}`;
    const known = this.#found.get(key);
    if (known === undefined) this.#found.set(key, { kind, channel, reason, count, first: at });
    else this.#found.set(key, { ...known, count: known.count + count });
  }

  /** Most frequent first. */
  list(): readonly Problem[] {
    return [...this.#found.values()].sort((a, b) => b.count - a.count || a.first.localeCompare(b.first));
  }
}
