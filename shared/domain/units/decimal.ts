/** A venue decimal that is no plain decimal number, or has digits beyond what a safe integer holds. */
export class InvalidDecimalError extends Error {
  override readonly name = 'InvalidDecimalError';
  constructor(text: string) {
    super(`not a decimal number: ${JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text)}`);
  }
}

const ZERO = 48;
const NINE = 57;
const POINT = 46;
const MINUS = 45;

/**
 * Reads a decimal string digit by digit as an integer count of 10^-`places`.
 * Digits beyond `places` are cut (towards zero), never rounded up.
 * `parseDecimal('0.53', 4)` is 5300; `parseDecimal('64123.5', 8)` is 6412350000000.
 * Throws {@link InvalidDecimalError} for anything else: '', 'NaN', '1e5', '1.', ' 1'.
 */
export function parseDecimal(text: string, places: number): number {
  const length = text.length;
  let at = 0;
  const negative = length > 0 && text.charCodeAt(0) === MINUS;
  if (negative) at = 1;
  let value = 0;
  let digits = 0;
  let fraction = -1;
  for (; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code === POINT && fraction < 0 && digits > 0) {
      fraction = 0;
      continue;
    }
    if (code < ZERO || code > NINE) throw new InvalidDecimalError(text);
    if (fraction < 0) digits++;
    else if (fraction++ >= places) continue;
    value = value * 10 + (code - ZERO);
  }
  if (digits === 0 || fraction === 0) throw new InvalidDecimalError(text);
  for (let have = fraction < 0 ? 0 : Math.min(fraction, places); have < places; have++) value *= 10;
  if (value > Number.MAX_SAFE_INTEGER) throw new InvalidDecimalError(text);
  return negative && value !== 0 ? -value : value;
}

/**
 * The shortest decimal string of an integer count of 10^-`places`, without trailing zeros.
 * `formatDecimal(5300, 4)` is '0.53'; `formatDecimal(-1500000, 6)` is '-1.5'.
 */
export function formatDecimal(value: number | bigint, places: number): string {
  const negative = value < 0;
  const digits = (negative ? -value : value).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
