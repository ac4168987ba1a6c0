import type { Clock } from '../../shared/ports/clock.ts';

type CheckState = 'good' | 'warn' | 'bad';

/** One line of the doctor's answer. `remedy` says what to do, and is empty when there is nothing to do. */
export interface Check {
  readonly name: string;
  readonly state: CheckState;
  readonly value: string;
  readonly remedy: string;
}

/** Something that did not work: what was seen, and what to do about it. */
export interface Trouble {
  readonly value: string;
  readonly remedy: string;
}

/** With what the checks reach the world. */
export interface Reach {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Ends everything that is still under way. */
  readonly signal: AbortSignal;
}

export const good = (name: string, value: string): Check => ({ name, state: 'good', value, remedy: '' });
export const warn = (name: string, { value, remedy }: Trouble): Check => ({
  name,
  state: 'warn',
  value,
  remedy,
});
export const bad = (name: string, { value, remedy }: Trouble): Check => ({
  name,
  state: 'bad',
  value,
  remedy,
});
