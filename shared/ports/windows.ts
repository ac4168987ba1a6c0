import type { RecordOf, WindowRecord, WindowStatus } from '../domain/record.ts';
import type { EpochMs } from '../domain/units/time.ts';

/** Everything that was recorded of windows. */
export interface Windows {
  /** Writes a record; one of the same kind and key is replaced by it. */
  put(windowId: string, record: WindowRecord): Promise<void>;
  /** All records of a window: market, decisions, orders, path and settlement, each kind by time. */
  records(windowId: string): Promise<readonly WindowRecord[]>;
  /** The market record; undefined for a window never opened. */
  market(windowId: string): Promise<RecordOf<'market'> | undefined>;
  /** Ids of the windows that opened on the UTC day of `day`, in order of their ids, optionally of one status only. */
  ofDay(day: EpochMs, status?: WindowStatus): Promise<readonly string[]>;
}
