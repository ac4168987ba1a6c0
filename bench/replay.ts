import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replay } from '../local/replay.ts';
import { openStore } from '../local/store/embedded.ts';
import { openTapes } from '../local/tape-source.ts';
import { TapeReader } from '../shared/adapters/tape/read.ts';
import { parseConfiguration } from '../shared/contracts/config.ts';
import { tapeOf } from './options.ts';
import { type BenchResult, median } from './result.ts';

const ROUNDS = 3;

/**
 * Events a second of a whole replay, beside the least that any program must do with such a tape: gunzip it, split its
 * lines and call JSON.parse on each frame. Three rounds of both in turn; the medians count.
 */
export async function benchReplay([path = 'synthetic-eventful']: readonly string[]): Promise<BenchResult> {
  const tape = await tapeOf(path);
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await bareJson(tape));
    ours.push(await wholeReplay(tape));
  }
  return {
    name: 'replay',
    unit: 'events a second, median of 3',
    ours: Math.round(median(ours)),
    peer: { name: 'gunzip, lines and JSON.parse alone, one thread', value: Math.round(median(bare)) },
    ratio: Number((median(ours) / median(bare)).toFixed(2)),
    detail: { memoryMb: Math.round(process.resourceUsage().maxRSS / 1024) },
  };
}

async function wholeReplay(path: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'quarterhour-bench-'));
  const store = await openStore(folder);
  const startedAt = performance.now();
  const { events } = await replay({
    source: await openTapes([path]),
    store,
    configuration: parseConfiguration({}),
  });
  const seconds = (performance.now() - startedAt) / 1000;
  await store.close();
  rmSync(folder, { recursive: true });
  return events / seconds;
}

async function bareJson(path: string): Promise<number> {
  const reader = await TapeReader.open(path);
  const startedAt = performance.now();
  let events = 0;
  const ignore = (): void => {};
  for (let lines = await reader.next(ignore); lines !== undefined; lines = await reader.next(ignore))
    for (const { frame } of lines) {
      JSON.parse(frame);
      events++;
    }
  return events / ((performance.now() - startedAt) / 1000);
}
