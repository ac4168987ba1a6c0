import { InvalidArgumentError } from 'commander';
import { type Series, WINDOW_LENGTHS, type WindowLength } from '../../shared/domain/market/series.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/domain/units/time.ts';

/** `btc-15m` on the command line. */
export function parseSeries(text: string): Series {
  const match = /^([a-z][a-z0-9]{1,9})-(\w+)$/.exec(text);
  const length = WINDOW_LENGTHS.find((each): each is WindowLength => each === match?.[2]);
  if (match === null || length === undefined)
    throw new InvalidArgumentError(`write a series as btc-15m; lengths are ${WINDOW_LENGTHS.join(', ')}`);
  return { asset: match[1] as string, length };
}

const UNIT_MS: Readonly<Record<string, number>> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };
const LONGEST_MS = 20 * DAY_MS;

/** `90s`, `30m`, `8h` or `2d` on the command line, in milliseconds. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text);
  const ms = match === null ? 0 : Number(match[1]) * (UNIT_MS[match[2] as string] as number);
  if (ms <= 0 || ms > LONGEST_MS)
    throw new InvalidArgumentError('write it as 90s, 30m, 8h or 2d, at most 20d');
  return ms;
}
