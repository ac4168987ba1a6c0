import { isRecord } from './side.ts';

/** One print of a reference price, in the venue's own words. */
type Print = Readonly<Record<string, unknown>>;

/** The prints of each topic, for as long as its snapshots reach back. */
export class Prints {
  readonly #byTopic = new Map<string, Print[]>();
  readonly #keptMs: number;

  constructor(keptMs: number) {
    this.#keptMs = keptMs;
  }

  /** Remembers the prints of a payload, one or those of a snapshot; what is no newer than the last is known. */
  take(topic: string, payload: Print): void {
    const each = Array.isArray(payload.data) ? payload.data.filter(isRecord) : [payload];
    for (const print of each) this.#keep(topic, print);
  }

  #keep(topic: string, { timestamp, value, full_accuracy_value }: Print): void {
    const prints = this.#byTopic.get(topic) ?? [];
    if (!(Number(timestamp) > Number(prints.at(-1)?.timestamp ?? 0))) return;
    this.#byTopic.set(topic, prints);
    prints.push({ timestamp, value, ...(full_accuracy_value !== undefined && { full_accuracy_value }) });
    const since = Number(timestamp) - this.#keptMs;
    while (Number(prints[0]?.timestamp) < since) prints.shift();
  }

  /** Those after `now` minus what is kept, the oldest first. */
  snapshot(topic: string, now: number): readonly Print[] {
    return (this.#byTopic.get(topic) ?? []).filter(
      ({ timestamp }) => Number(timestamp) >= now - this.#keptMs,
    );
  }
}
