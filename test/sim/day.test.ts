import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { encodeLine, TapeHeader, type TapeLine } from '../../shared/adapters/tape/format.ts';
import { ConfigurationError } from '../../shared/contracts/errors.ts';
import { SIMULATOR_VERSION, syntheticDay, syntheticHeader } from '../../sim/day.ts';
import { EVENTFUL } from '../../sim/eventful.ts';
import { shortTape } from './taken.ts';

const OPEN_AT = Date.UTC(2026, 10, 20);

function digest(tape: readonly TapeLine[]): string {
  const hash = createHash('sha256');
  for (const line of tape) hash.update(encodeLine(line));
  return hash.digest('hex');
}

describe('a synthetic day', () => {
  const tape = shortTape(7, 2);

  test('has the same bytes for the same seed', () => {
    expect(digest(shortTape(7, 2))).toBe(digest(tape));
  });

  test('has other bytes for another seed', () => {
    expect(digest(shortTape(8, 2))).not.toBe(digest(tape));
  });

  test('starts as its longer version does', () => {
    const shorter = shortTape(7, 1).filter(({ receivedAt }) => receivedAt < OPEN_AT + 200_000);
    expect(digest(shorter)).toBe(digest(tape.slice(0, shorter.length)));
  });

  test('is in the order of receive times', () => {
    expect(tape.every(({ receivedAt }, i) => i === 0 || tape[i - 1]!.receivedAt <= receivedAt)).toBe(true);
  });

  test('runs from two minutes before the first open to two minutes after the last close', () => {
    expect(tape[0]!.receivedAt).toBe(OPEN_AT - 120_000);
    // 2 windows of 900 s and 120 s; the last frames are delivered a few seconds later at most
    const over = tape.at(-1)!.receivedAt - (OPEN_AT + 1_800_000 + 120_000);
    expect(over).toBeGreaterThan(-1_000);
    expect(over).toBeLessThan(5_000);
  });

  test('has one line for each frame', () => {
    expect(tape.some(({ frame }) => frame.includes('\n'))).toBe(false);
  });

  test('is as dense as a day of 1.05 to 1.2 million lines', () => {
    // 2 windows and 4 minutes are 2,040 of 86,640 s; activity varies through the day, hence half to double
    const share = 2_040 / 86_640;
    expect(tape.length).toBeGreaterThan((1_050_000 * share) / 2);
    expect(tape.length).toBeLessThan(1_200_000 * share * 2);
  });
});

test('the header says SYNTHETIC and names the seed and the version of the simulator', () => {
  const header = TapeHeader.parse(syntheticHeader(7));
  expect(header.synthetic).toBe(true);
  expect(header.title).toContain('SYNTHETIC');
  expect(header.source).toContain(`version ${SIMULATOR_VERSION}, seed 7`);
});

test('an eventful day says so, and how often such days come', () => {
  // binance_klines_15m: of 118 days two have 57 or more windows that end 0.3 % or more from their open
  expect(syntheticHeader(7, EVENTFUL).title).toMatch(/SYNTHETIC.*EVENTFUL.*2 of 118 days/);
  expect(syntheticHeader(7).title).not.toContain('EVENTFUL');
});

test.each([
  { seed: 0.5 },
  { seed: 7, windows: 0 },
  { seed: 7, windows: 97 },
  { seed: 7, windows: 1.5 },
  { seed: 7, date: '2026-02-30' },
  { seed: 7, date: 'today' },
])('%o is refused', (settings) => {
  expect(() => syntheticDay(settings).next()).toThrow(ConfigurationError);
});
