import { SECOND_MS } from '../../shared/domain/units/time.ts';
import { bad, type Check, good, warn } from './check.ts';
import type { Answer } from './rest.ts';

/** Windows open and close by the venue's clock: beyond this nothing can be decided. */
const MOST_MS = SECOND_MS;
/** From here on an entry comes visibly early or late. */
const NOTICED_MS = 250;
const REMEDY = 'Let this machine set its clock by NTP (on Linux: timedatectl set-ntp true), then ask again.';

/** How a server tells its time: milliseconds since 1970, cut to `unitMs`; undefined when the body tells none. */
export interface ServerTime {
  readonly read: (body: string) => number | undefined;
  readonly unitMs: number;
}

/** Our clock minus a server's, and how far from that the truth may be. */
interface Skew {
  readonly ms: number;
  readonly doubtMs: number;
}

/**
 * Whether our clock runs with a server's. Half of the way there and back is subtracted, and a time in whole seconds
 * counts as the middle of its second: with 40 ms there and back the doubt is 20 ms, in whole seconds 520 ms. Only what
 * is beyond doubt is held against the clock.
 */
export function skewCheck(name: string, time: ServerTime, answers: readonly Answer[]): Check {
  const skews = answers.flatMap((answer) => skewOf(time, answer) ?? []);
  const [surest] = skews.sort((a, b) => a.doubtMs - b.doubtMs);
  if (surest === undefined)
    return warn(name, { value: 'it tells no time', remedy: 'Nothing to repair: the other servers tell it.' });
  const value = shownSkew(surest);
  const sureMs = Math.abs(surest.ms) - surest.doubtMs;
  if (sureMs > MOST_MS) return bad(name, { value, remedy: REMEDY });
  return sureMs > NOTICED_MS ? warn(name, { value, remedy: REMEDY }) : good(name, value);
}

function skewOf({ read, unitMs }: ServerTime, { body, askedAt, answeredAt }: Answer): Skew | undefined {
  const told = read(body);
  if (told === undefined || !Number.isFinite(told)) return undefined;
  const half = (answeredAt - askedAt) / 2;
  return { ms: askedAt + half - (told + (unitMs - 1) / 2), doubtMs: half + (unitMs - 1) / 2 };
}

function shownSkew({ ms, doubtMs }: Skew): string {
  const seconds = (value: number): string => (value / SECOND_MS).toFixed(2);
  return `${seconds(Math.abs(ms))} s ${ms < 0 ? 'behind' : 'ahead'}, ±${seconds(doubtMs)} s`;
}
