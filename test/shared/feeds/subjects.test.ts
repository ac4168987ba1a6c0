import { expect, test } from 'vitest';
import { Subjects } from '../../../shared/feeds/subjects.ts';

const SILENCE_MS = 4_000;
const MINUTE_MS = 60_000;

const subjects = () => new Subjects(['btc', 'eth'], SILENCE_MS);

/** Hears `name` every second, from `from` up to and with `to`. */
function hearEverySecond(heard: Subjects, name: string, from: number, to: number): void {
  for (let at = from; at <= to; at += 1_000) heard.heard(name, at);
}

test('a subject is frozen after four seconds of silence, however lively the others are', () => {
  const heard = subjects();
  heard.heard('eth', 0);
  hearEverySecond(heard, 'btc', 0, 5_000);
  expect(heard.takeFrozen(4_000)).toBeUndefined();
  expect(heard.takeFrozen(4_001)).toBe('eth');
});

test('what was never heard, and what was not asked for, is not waited for', () => {
  const heard = subjects();
  heard.heard('btc', 0);
  heard.heard('b', 0);
  hearEverySecond(heard, 'btc', 1_000, 60_000);
  expect(heard.takeFrozen(60_000)).toBeUndefined();
});

test('on a new connection a subject is waited for anew', () => {
  const heard = subjects();
  heard.heard('eth', 0);
  heard.excuse(3_000);
  expect(heard.takeFrozen(7_000)).toBeUndefined();
  expect(heard.takeFrozen(7_001)).toBe('eth');
});

test('a subject that stays silent is given twice as long each time, 16 minutes at most', () => {
  const heard = subjects();
  heard.heard('eth', 0);
  const found: number[] = [];
  // 40 minutes, looked at every second; whenever something is frozen there is a new connection.
  for (let at = 0; at <= 40 * MINUTE_MS; at += 1_000) {
    if (heard.takeFrozen(at) === undefined) continue;
    found.push(at);
    heard.excuse(at);
  }
  const waits = found.map((at, i) => at - (found[i - 1] ?? 0));
  // 4 x 2^n seconds and the second of the look; 4 x 256 = 1024 seconds would be more than 960.
  expect(waits).toEqual([5, 9, 17, 33, 65, 129, 257, 513, 961].map((s) => 1_000 * s));
});

test('a quiet market costs one connection: silences of six seconds are waited for after the first', () => {
  const heard = subjects();
  const found: number[] = [];
  for (let at = 0; at <= 10 * MINUTE_MS; at += 1_000) {
    if (at % 6_000 === 0) heard.heard('eth', at);
    if (heard.takeFrozen(at) !== undefined) found.push(at);
  }
  expect(found).toEqual([5_000]);
});

test('after a minute of life a silence of four seconds means frozen again', () => {
  const heard = subjects();
  heard.heard('eth', 0);
  expect(heard.takeFrozen(4_001)).toBe('eth');
  hearEverySecond(heard, 'eth', 5_000, 66_000);
  expect(heard.takeFrozen(70_000)).toBeUndefined();
  expect(heard.takeFrozen(70_001)).toBe('eth');
});
