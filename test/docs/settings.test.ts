import { expect, test } from 'vitest';
import { Configuration } from '../../shared/contracts/config.ts';
import { parseHosts } from '../../shared/contracts/hosts.ts';
import { textOf } from './pages.ts';

const [settings = '', hosts = ''] = textOf('docs/settings.md').split(/^## .+$/m);
const rowsOf = (section: string) =>
  [...section.matchAll(/^\| `(\w+)` \| ([^|]+?) \|/gm)].map(([, key, value]) => [key, value] as const);
const rows = rowsOf(settings);

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

test('the page of settings names every host, and no other', () => {
  const told = Object.entries(parseHosts()).map(([key, value]) => [key, [value].flat().join(', ')]);
  expect(rowsOf(hosts)).toEqual(told);
});
