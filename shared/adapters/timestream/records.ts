import type { Dimension, MeasureValue, _Record as TimestreamRecord } from '@aws-sdk/client-timestream-write';
import type { EpochMs } from '../../domain/units/time.ts';
import type { BookTick, ReferenceTick, Tick } from '../../ports/ticks.ts';

/** One row: its time is that of receipt, its dimensions say of which series it is. */
export interface Row {
  readonly table: 'ticks' | 'reference' | 'books';
  readonly receivedAt: EpochMs;
  readonly dimensions: readonly Dimension[];
  readonly measures: readonly MeasureValue[];
}

const dimension = (Name: string, Value: string): Dimension => ({ Name, Value });

/** A whole number, in the unit that its name says; none when it is undefined. */
const whole = (Name: string, value: number | undefined): MeasureValue[] =>
  value === undefined ? [] : [{ Name, Value: String(value), Type: 'BIGINT' }];

export const tickRow = ({ source, asset, price, tradeId, exchangeAt, receivedAt }: Tick): Row => ({
  table: 'ticks',
  receivedAt,
  dimensions: [dimension('source', source), dimension('asset', asset)],
  measures: [
    ...whole('price_e8', price),
    ...whole('trade_id', tradeId),
    ...whole('exchange_at_ms', exchangeAt),
  ],
});

/** The value stays text: a DOUBLE has not the 18 digits that settlement compares. */
export const referenceRow = (tick: ReferenceTick): Row => ({
  table: 'reference',
  receivedAt: tick.receivedAt,
  dimensions: [
    dimension('source', tick.source),
    dimension('asset', tick.asset),
    dimension('lookback_ms', String(tick.lookbackMs)),
  ],
  measures: [
    { Name: 'value_usd', Value: tick.value, Type: 'VARCHAR' },
    ...whole('exchange_at_ms', tick.exchangeAt),
  ],
});

/** The best level of each side; the levels below are in Parquet. */
export const bookRow = ({ windowId, side, top: { bids, asks, receivedAt } }: BookTick): Row => ({
  table: 'books',
  receivedAt,
  dimensions: [dimension('window_id', windowId), dimension('side', side)],
  measures: [
    ...whole('bid_e4', bids[0]?.price),
    ...whole('bid_size_e6', bids[0]?.size),
    ...whole('ask_e4', asks[0]?.price),
    ...whole('ask_size_e6', asks[0]?.size),
  ],
});

/** What all records of one series share. A later writing of a record replaces an earlier one. */
export const commonAttributes = (dimensions: readonly Dimension[], writtenAt: EpochMs): TimestreamRecord => ({
  Dimensions: [...dimensions],
  MeasureName: 'row',
  MeasureValueType: 'MULTI',
  TimeUnit: 'NANOSECONDS',
  Version: writtenAt,
});

/** `time` is in nanoseconds. */
export const record = (time: bigint, measures: readonly MeasureValue[], writtenAt: EpochMs) => ({
  Time: String(time),
  MeasureValues: [...measures, ...whole('written_at_ms', writtenAt)],
});
