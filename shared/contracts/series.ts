import * as z from 'zod';
import { type Series, WINDOW_LENGTHS } from '../domain/market/series.ts';

const FORM = new RegExp(`^([a-z][a-z0-9]{1,9})-(${WINDOW_LENGTHS.join('|')})$`);

/** A series as settings name it: 'btc-15m'. */
export const SeriesName = z
  .string()
  .regex(FORM, `write a series as btc-15m; lengths are ${WINDOW_LENGTHS.join(', ')}`)
  .transform((text): Series => {
    const [, asset, length] = FORM.exec(text) as RegExpExecArray;
    return { asset: asset as string, length: length as Series['length'] };
  });
