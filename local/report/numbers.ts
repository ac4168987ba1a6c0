const NONE = '\u2013';
const signed = (text: string) => text.replace('-', '\u2212');

/** 0.5833 is '58.3 %'. */
export const percentText = (fraction: number, places = 1): string =>
  signed(`${(fraction * 100).toFixed(places)} %`);

/** A dash for what is not known. */
export const decimalText = (value: number | null, places: number): string =>
  value === null ? NONE : signed(value.toFixed(places));

/** Four significant digits of a number, words as they are. */
export function valueText(value: number | string | null): string {
  if (value === null) return NONE;
  return typeof value === 'string' ? value : signed(String(Number(value.toPrecision(4))));
}

/** '2026-11-20T00:15:00.000Z' is '2026-11-20 00:15:00'. */
export const instantText = (instant: string): string => instant.slice(0, 19).replace('T', ' ');

/** '00:15:00'. */
export const clockText = (instant: string): string => instant.slice(11, 19);
