import type { TapeLine } from '../../shared/adapters/tape/format.ts';

/**
 * Lines that wait for their instant. Given out in order of time, those of one instant as they were added.
 * A line that is added too late for its instant takes the earliest instant that is left.
 */
export class Schedule {
  #waiting: TapeLine[] = [];
  #from = 0;

  add(...lines: readonly TapeLine[]): void {
    for (const late of lines) {
      const line = late.receivedAt < this.#from ? { ...late, receivedAt: this.#from } : late;
      let low = 0;
      let high = this.#waiting.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((this.#waiting[middle] as TapeLine).receivedAt <= line.receivedAt) low = middle + 1;
        else high = middle;
      }
      if (low === this.#waiting.length) this.#waiting.push(line);
      else this.#waiting.splice(low, 0, line);
    }
  }

  /** Gives out every line of before `at`. */
  *until(at: number): Generator<TapeLine> {
    this.#from = Math.max(this.#from, at);
    let count = 0;
    while (count < this.#waiting.length && (this.#waiting[count] as TapeLine).receivedAt < at) count++;
    if (count > 0) yield* this.#waiting.splice(0, count);
  }

  *rest(): Generator<TapeLine> {
    yield* this.#waiting.splice(0);
  }
}
