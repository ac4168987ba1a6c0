import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeTape } from '../../../shared/adapters/tape/write.ts';
import { syntheticHeader } from '../../../sim/day.ts';
import { heartbeat, OPEN } from '../live/rig.ts';
import { scratchFolder } from '../tapes.ts';

const THREAD = join(import.meta.dirname, '../../../local/feed/thread.ts');

test('a process that was read from its command line reads tapes in a thread like any other', async () => {
  const tape = join(scratchFolder(), 'day.tape');
  await writeTape(tape, syntheticHeader(1), [heartbeat(OPEN), heartbeat(OPEN + 1_000)]);
  const program = `
    const { batchesOf } = await import(${JSON.stringify(THREAD)});
    let lines = 0;
    for await (const batch of batchesOf([${JSON.stringify(tape)}])) lines = batch.lines;
    console.log(lines);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  expect(stdout, stderr).toBe('2\n');
});
