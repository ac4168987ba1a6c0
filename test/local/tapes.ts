import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { encodeHeader, encodeLine, type TapeLine } from '../../shared/adapters/tape/format.ts';
import { syntheticDay, syntheticHeader } from '../../sim/day.ts';
import { EVENTFUL } from '../../sim/eventful.ts';

/** A folder that is there until the tests of the file are done. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'quarterhour-local-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const MINUTE_MS = 60_000;
const WINDOW_MS = 15 * MINUTE_MS;

/**
 * The windows of an eventful day without most of what no decision looks at, a tenth of the frames: books and a quarter
 * of the prices from a minute before each open until the entry window is over, and all at the turn of the quarter.
 */
export function thinned(seed: number, windows: number): TapeLine[] {
  let prices = 0;
  return [...syntheticDay({ seed, profile: EVENTFUL, windows })].filter(({ channel, receivedAt, frame }) => {
    const into = (receivedAt % WINDOW_MS) / MINUTE_MS;
    const turn = into > 14.8 || into < 0.2;
    if (channel === 'gamma' || turn) return true;
    if (into > 5.2 && into < 13.8) return false;
    return channel === 'clob' || (!frame.includes('bookTicker') && ++prices % 4 === 0);
  });
}

/** Writes a tape, `lines` as they stand: a text is a line that need not be a good one. */
export function writeLines(path: string, lines: readonly (TapeLine | string)[], seed = 0): string {
  const text = lines.map((line) => (typeof line === 'string' ? `${line}\n` : encodeLine(line)));
  writeFileSync(path, encodeHeader(syntheticHeader(seed, EVENTFUL)) + text.join(''));
  return path;
}
