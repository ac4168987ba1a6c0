import { expect, test } from 'vitest';
import { systemClock } from '../../../local/live/clock.ts';
import { recorderState, recordingHeader } from '../../../local/live/recording.ts';
import { parseHosts } from '../../../shared/contracts/hosts.ts';
import { SERIES } from './rig.ts';

const world = { clock: systemClock, hosts: parseHosts(), credentials: undefined, venue: undefined };
const venue = { url: 'http://127.0.0.1:8080', title: 'SYNTHETIC day', hasEnded: async () => false };

test('a tape of the world is not synthetic', () => {
  expect(recordingHeader(world, SERIES)).toMatchObject({ synthetic: false, title: 'Live feeds of btc-15m' });
});

test.each([true, false])('what a simulated venue calls synthetic (%j) stays that', (synthetic) => {
  expect(recordingHeader({ ...world, venue: { ...venue, synthetic } }, SERIES)).toMatchObject({
    synthetic,
    title: 'SYNTHETIC day, recorded through sockets',
    source: 'recorded by Quarterhour from a simulated venue',
  });
});

test.each([
  [{ backlog: 2_000, failing: undefined }, 'tape: up to date'],
  // 1 MiB.
  [{ backlog: 1_048_576, failing: undefined }, 'tape: the disk is slow; 1024 KiB wait in memory'],
  [{ backlog: 2_048, failing: 'ENOSPC' }, 'tape: cannot be written (ENOSPC); 2 KiB wait in memory'],
])('%j is told as %j', (state, told) => {
  const recorder = { ...state, paths: [], write: () => undefined, close: async () => undefined };
  expect(recorderState(recorder)).toBe(told);
});
