import { expect, test } from 'vitest';
import { distance } from '../../../local/doctor/rest.ts';
import { type ServerTime, skewCheck } from '../../../local/doctor/skew.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';

const AT = Date.parse('2026-09-28T17:30:00Z');
const FINE: ServerTime = { read: Number, unitMs: 1 };
const COARSE: ServerTime = { read: Number, unitMs: 1_000 };
const answer = (askedAt: number, answeredAt: number, told: number) => ({
  askedAt: epochMs(AT + askedAt),
  answeredAt: epochMs(AT + answeredAt),
  tookMs: answeredAt - askedAt,
  body: String(AT + told),
});

test.each([
  // Asked at 0, answered at 40: 20 in the middle. 20 - 20 = 0.
  [0, 40, 20, 'good', '0.00 s ahead, ±0.02 s'],
  // 20 - 1,520 = 1.5 s behind.
  [0, 40, 1_520, 'bad', '1.50 s behind, ±0.02 s'],
  // 500 - 1,800 = 1.3 s behind, half a second in doubt: 0.8 s for sure.
  [0, 1_000, 1_800, 'warn', '1.30 s behind, ±0.50 s'],
])('half of the way is subtracted: asked at %d, answered at %d, told %d', (from, to, told, state, value) => {
  expect(skewCheck('clock', FINE, [answer(from, to, told)])).toMatchObject({ state, value });
});

test('the surest of the answers counts', () => {
  const answers = [answer(0, 3_000, 0), answer(3_000, 3_010, 3_005), answer(3_010, 5_000, 3_010)];
  expect(skewCheck('clock', FINE, answers)).toMatchObject({ state: 'good', value: '0.00 s ahead, ±0.01 s' });
});

test.each([
  // A whole second stands for its middle, 499.5 ms on, and half a second is in doubt.
  [0, 'good', '0.48 s behind, ±0.52 s'],
  [-1_000, 'good', '0.52 s ahead, ±0.52 s'],
  // 20 - (-1,900 + 499.5) = 1,420.5, of which 519.5 are in doubt: 0.9 s for sure.
  [-1_900, 'warn', '1.42 s ahead, ±0.52 s'],
  [-3_000, 'bad', '2.52 s ahead, ±0.52 s'],
])('a server that tells whole seconds, %d ms off', (told, state, value) => {
  expect(skewCheck('clock', COARSE, [answer(0, 40, told)])).toMatchObject({ state, value });
});

test('the middle of three distances counts, and a far one is a warning', () => {
  expect(distance('host', [900, 20, 30])).toMatchObject({ state: 'good', value: '30 ms' });
  expect(distance('host', [900, 20, 501])).toMatchObject({ state: 'warn', value: '501 ms' });
});
