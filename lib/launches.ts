import { TimeZone } from 'aws-cdk-lib';
import type { CronOptionsWithTimezone } from 'aws-cdk-lib/aws-scheduler';
import type { Series, WindowLength } from '../shared/domain/market/series.ts';

/** A minute before the windows of each length open; windows of four hours lie on the grid of New York's clock. */
export const LAUNCHES: Readonly<Record<WindowLength, CronOptionsWithTimezone>> = {
  '5m': { minute: '4/5' },
  '15m': { minute: '14/15' },
  '1h': { minute: '59' },
  '4h': { minute: '59', hour: '3/4', timeZone: TimeZone.AMERICA_NEW_YORK },
};

/** One schedule serves all series of a length: btc-15m, eth-15m and btc-1h are launched by two. */
export const lengthsOf = (series: readonly Series[]): WindowLength[] => [
  ...new Set(series.map(({ length }) => length)),
];
