import { expect, test } from 'vitest';
import type { Execution, Executions } from '../../../local/workflow/execution.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';

const resting: Execution = {
  name: 'btc-15m-1763806500',
  input: { openAt: '2025-11-22T10:15:00.000Z' },
  status: 'RUNNING',
  startedAt: epochMs(1_763_806_440_000),
  state: 'AwaitTrigger',
  enteredAt: epochMs(1_763_806_680_000),
  visit: 3,
  stateInput: { window: { id: 'w' }, nothing: null, empty: [], text: '' },
  attempts: [0, 2],
  token: 'token-1',
  dueAt: epochMs(1_763_806_800_000),
};
const { token: _, dueAt: __, ...rest } = resting;
const ended: Execution = {
  ...rest,
  status: 'FAILED',
  state: 'Settle',
  stoppedAt: epochMs(1_763_807_400_000),
  error: 'VenueUnavailableError',
  cause: 'no answer',
};

/** What every storage of executions does. `make` returns an empty one. */
export function executionsContract(make: () => Promise<Executions>): void {
  test('an execution that was never saved is undefined', async () => {
    const executions = await make();
    expect(await executions.get('btc-15m-0')).toBeUndefined();
    expect(await executions.running()).toEqual([]);
  });

  test('an execution comes back as it was saved', async () => {
    const executions = await make();
    await executions.save(resting);
    expect(await executions.get(resting.name)).toStrictEqual(resting);
  });

  test('a save replaces the whole record: a token that is gone stays gone', async () => {
    const executions = await make();
    await executions.save(resting);
    await executions.save(ended);
    expect(await executions.get(resting.name)).toStrictEqual(ended);
  });

  test('only executions that have not ended are running', async () => {
    const executions = await make();
    await executions.save(resting);
    await executions.save({ ...resting, name: 'btc-15m-1763807400' });
    await executions.save(ended);
    expect((await executions.running()).map(({ name }) => name)).toEqual(['btc-15m-1763807400']);
  });
}
