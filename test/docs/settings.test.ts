import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Configuration } from '../../shared/contracts/config.ts';

const page = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` \| ([^|]+?) \|/gm)].map(
  ([, key, value]) => [key, value] as const,
);

test('the page of settings names every setting, and no other', () => {
  expect(rows.map(([key]) => key)).toEqual(Object.keys(Configuration.shape));
});

const dollars = new Set(['minLiquidity', 'totalCapital', 'maxPerTradeAbs']);
const defaults: Record<string, unknown> = Configuration.parse({});

test.each(rows.filter(([, value]) => value !== 'by date'))('%s is %s unless set', (key, value) => {
  const known = defaults[key as string];
  // Dollars are kept in millionths, the slippage in ten-thousandths.
  const scale = dollars.has(key as string) ? 1_000_000 : key === 'maxSlippage' ? 10_000 : 1;
  expect(typeof known === 'number' ? String(known / scale) : known).toBe(value);
});
