import { type Command, Option } from 'commander';
import type { Series } from '../../shared/domain/market/series.ts';
import { parseDuration, parseSeries } from '../live/series.ts';

/** What every verb that listens to live feeds can be told. */
export interface LiveOptions {
  readonly series: readonly Series[];
  /** Milliseconds of the feeds' own time. */
  readonly for?: number;
  readonly venue?: string;
  readonly host: readonly string[];
  readonly ticks: boolean;
}

const DEFAULT_SERIES: readonly Series[] = [{ asset: 'btc', length: '15m' }];

export const liveOptions = (command: Command): Command =>
  command
    .addOption(seriesOption())
    .option('--for <duration>', 'stop after this long: 90s, 30m, 8h, 2d', parseDuration)
    .option('--ticks', 'also write ticks, reference prices and books as Parquet files, one a minute', false)
    .addOption(venueOption())
    .addOption(hostOption());

export const venueOption = (): Option =>
  new Option('--venue <url>', 'a simulated venue in place of the real ones (see `quarterhour venue`)');

export const hostOption = (): Option =>
  new Option('--host <key=url>', 'another host than the usual one; may be repeated')
    .argParser((text: string, before: readonly string[]) => [...before, text])
    .default([]);

export const seriesOption = (): Option =>
  new Option('--series <name>', 'windows that matter, such as btc-15m; may be repeated')
    .argParser((text: string, before: readonly Series[]) =>
      before === DEFAULT_SERIES ? [parseSeries(text)] : [...before, parseSeries(text)],
    )
    .default(DEFAULT_SERIES, 'btc-15m');
