import type { WindowRecord } from '../domain/record.ts';
import { after, DAY_MS, type EpochMs, utcDay } from '../domain/units/time.ts';
import type { Windows } from './windows.ts';

/** So many windows are asked for at once. */
const AT_ONCE = 25;

/** The records of each of these windows, in their order. */
export async function recordsOf(
  windows: Windows,
  ids: readonly string[],
): Promise<(readonly WindowRecord[])[]> {
  const records: (readonly WindowRecord[])[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE)
    records.push(...(await Promise.all(ids.slice(from, from + AT_ONCE).map((id) => windows.records(id)))));
  return records;
}

/** The records of the windows that opened on the UTC days from that of `from` to that of `to`, both included. */
export async function recordsOfDays(
  windows: Windows,
  from: EpochMs,
  to: EpochMs,
): Promise<(readonly WindowRecord[])[]> {
  const ids: string[] = [];
  for (let day = utcDay(from); day <= to; day = after(day, DAY_MS)) ids.push(...(await windows.ofDay(day)));
  return recordsOf(windows, ids);
}
