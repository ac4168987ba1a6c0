import { HOUR_MS, MINUTE_MS } from '../units/time.ts';

/** The lengths in which the venue lists "Up or Down" windows. */
export const WINDOW_LENGTHS = ['5m', '15m', '1h', '4h'] as const;
export type WindowLength = (typeof WINDOW_LENGTHS)[number];

/** One run of windows: an asset and a length, such as btc and 15m. */
export interface Series {
  readonly asset: string;
  readonly length: WindowLength;
}

export const LENGTH_MS: Readonly<Record<WindowLength, number>> = {
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
  '4h': 4 * HOUR_MS,
};

/** 'btc-15m'. */
export const seriesId = ({ asset, length }: Series): string => `${asset}-${length}`;
