import { after, type EpochMs, epochMs, SECOND_MS } from '../../shared/domain/units/time.ts';
import type { TaskState, WaitState } from './asl.ts';
import { read, type Scope } from './path.ts';
import { StatesError } from './states-error.ts';
import { parseTimestamp } from './timestamp.ts';

/** When a wait is over: timestamps count to the whole second below, seconds from the moment of entry. */
export function waitEnd(state: WaitState, scope: Scope, enteredAt: EpochMs): EpochMs {
  const { Seconds, SecondsPath, Timestamp, TimestampPath } = state;
  if (SecondsPath !== undefined) return after(enteredAt, secondsAt(SecondsPath, scope) * SECOND_MS);
  if (Seconds !== undefined) return after(enteredAt, Seconds * SECOND_MS);
  const text = TimestampPath === undefined ? Timestamp : read(TimestampPath, scope);
  const at = parseTimestamp(text);
  if (at === undefined) throw new StatesError('States.Runtime', `${JSON.stringify(text)} is no timestamp`);
  return epochMs(Math.max(0, at - (at % SECOND_MS)));
}

/** How long a task may take, undefined where the state sets no limit. */
export function timeoutMs(state: TaskState, scope: Scope): number | undefined {
  const { TimeoutSeconds, TimeoutSecondsPath } = state;
  if (TimeoutSecondsPath !== undefined) return secondsAt(TimeoutSecondsPath, scope) * SECOND_MS;
  return TimeoutSeconds === undefined ? undefined : TimeoutSeconds * SECOND_MS;
}

/** The most that Step Functions takes. */
const MAX_SECONDS = 99_999_999;

function secondsAt(path: string, scope: Scope): number {
  const seconds = read(path, scope);
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_SECONDS)
    return seconds;
  throw new StatesError('States.Runtime', `the value at ${path} is no number of whole seconds`);
}
