import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { TapeHeader, TapeLine } from '../../../../shared/adapters/tape/format.ts';
import { type NumberedLine, TapeReader } from '../../../../shared/adapters/tape/read.ts';

export const scratchFolder = (): string => mkdtempSync(join(tmpdir(), 'quarterhour-tape-'));

export const header: TapeHeader = {
  version: 1,
  synthetic: true,
  derived: false,
  title: 'SYNTHETIC: three frames',
  source: 'seed 1',
};
export const HEADER = `quarterhour-tape ${JSON.stringify(header)}\n`;

const from = 1_790_616_600_000;

/** `count` lines of heartbeats, a second apart. */
export const heartbeats = (count: number): TapeLine[] =>
  Array.from({ length: count }, (_, index) => ({
    receivedAt: from + index * 1_000,
    channel: 'kraken' as const,
    frame: `{"channel":"heartbeat","note":"${index} \u00e9\u20ac\u{1f600}"}`,
  }));

/** Everything that a tape gives, and what was broken in it. */
export async function readTape(path: string) {
  const reader = await TapeReader.open(path);
  const broken = vi.fn<(line: number, reason: string) => void>();
  const lines: NumberedLine[] = [];
  try {
    for (let next = await reader.next(broken); next !== undefined; next = await reader.next(broken))
      lines.push(...next);
  } finally {
    reader.close();
  }
  return { header: reader.header, lines, broken: broken.mock.calls, bytes: reader.bytesRead };
}
