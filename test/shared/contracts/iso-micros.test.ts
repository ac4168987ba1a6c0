import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoMicros } from '../../../shared/contracts/iso-micros.ts';

/** '2026-11-20T00:15:08.123456Z' of an instant and the microseconds beyond it. */
const written = (at: number, micros: number): string =>
  new Date(at).toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`);

test('microseconds are cut to milliseconds', () => {
  expect(isoMicros('2026-11-20T00:15:08.123999Z')).toBe(Date.parse('2026-11-20T00:15:08.123Z'));
});

test('any instant is what Date.parse makes of it, in whatever order instants come', () => {
  const instant = fc.tuple(fc.integer({ min: 0, max: Date.UTC(2100, 0) }), fc.integer({ min: 0, max: 999 }));
  fc.assert(
    fc.property(fc.array(instant, { minLength: 1 }), (instants) => {
      for (const [at, micros] of instants) expect(isoMicros(written(at, micros))).toBe(at);
    }),
  );
});

test.each(['2026-13-20T00:15:08.123456Z', '2026-11-20T00:75:08.123456Z', '2026-11-41T00:15:08.123456Z'])(
  '%s is no instant',
  (text) => {
    expect(isoMicros(text)).toBeNaN();
  },
);

test.each([
  '2026-11-20T00:15:08Z',
  '2026-11-20T00:15:08.123Z',
  '2026-11-20T00:15:08.123456+01:00',
  '2026-11-20T24:00:05.123456Z',
  '2026-11-20T00:15:60.123456Z',
  '',
  '-',
])('%j is written in another way', (text) => {
  expect(isoMicros(text)).toBeUndefined();
});
