import { describe, expect, test } from 'vitest';
import { makeLaunchWindow } from '../../../lambdas/launch-window/handler.ts';
import { WorkflowUnavailableError } from '../../../shared/contracts/errors.ts';
import { LaunchWindow } from '../../../shared/contracts/launch.ts';
import type { ExecutionInput } from '../../../shared/domain/market/execution-input.ts';
import type { Series } from '../../../shared/domain/market/series.ts';
import { usd } from '../../shared/domain/examples.ts';
import { MemoryLedger, makeWorld } from '../fakes.ts';

const BTC: Series = { asset: 'btc', length: '15m' };

async function launcher(series: readonly Series[] = [BTC]) {
  const { clock, signal } = await makeWorld();
  const ledger = new MemoryLedger();
  const inputs: ExecutionInput[] = [];
  const run = makeLaunchWindow({
    clock,
    ledger,
    workflow: {
      start: async (input) => {
        const known = inputs.some(({ windowId }) => windowId === input.windowId);
        if (!known) inputs.push(input);
        return known ? 'known' : 'started';
      },
    },
    series,
    capital: usd(500),
    parameters: signal,
  });
  return { launch: (at: string) => run(LaunchWindow.input.parse({ at })), ledger, inputs, clock, signal };
}

describe('a schedule starts', () => {
  test('the window that opens a minute later, with its times of entry and settlement', async () => {
    const { launch, inputs } = await launcher();
    expect(await launch('2026-09-28T17:29:00Z')).toEqual({ started: ['btc-15m-1790616600'], known: [] });
    expect(inputs).toMatchObject([
      {
        windowId: 'btc-15m-1790616600',
        entryFrom: '2026-09-28T17:33:00.000Z',
        entryTo: '2026-09-28T17:35:00.000Z',
        sliceSeconds: 60,
        settleAt: '2026-09-28T17:46:00.000Z',
      },
    ]);
  });

  test('a window once, however often it is told to', async () => {
    const { launch, inputs } = await launcher();
    await launch('2026-09-28T17:29:00Z');
    expect(await launch('2026-09-28T17:29:00Z')).toEqual({ started: [], known: ['btc-15m-1790616600'] });
    expect(inputs).toHaveLength(1);
  });

  test.each([
    // The hour opens at 18:00; four hours of New York's clock at 16:00 (20:00Z).
    ['2026-09-28T17:29:00Z', ['btc-15m-1790616600', 'eth-5m-1790616600']],
    ['2026-09-28T17:34:00Z', ['eth-5m-1790616900']],
    ['2026-09-28T17:59:00Z', ['btc-15m-1790618400', 'eth-5m-1790618400', 'btc-1h-1790618400']],
    [
      '2026-09-28T19:59:00Z',
      ['btc-15m-1790625600', 'eth-5m-1790625600', 'btc-1h-1790625600', 'btc-4h-1790625600'],
    ],
    ['2026-09-28T17:31:00Z', []],
  ])('at %s only what opens then', async (at, ids) => {
    const { launch } = await launcher([
      BTC,
      { asset: 'eth', length: '5m' },
      { asset: 'btc', length: '1h' },
      { asset: 'btc', length: '4h' },
    ]);
    expect((await launch(at)).started).toEqual(ids);
  });
});

test('the account is opened with the capital before its first window, and once', async () => {
  const { launch, ledger } = await launcher();
  await launch('2026-09-28T17:29:00Z');
  await launch('2026-09-28T17:44:00Z');
  expect(ledger.list()).toMatchObject([{ seq: 1, event: { kind: 'opened', capital: usd(500) } }]);
});

test('a workflow that cannot be asked fails the launch, which the schedule tries again', async () => {
  const { clock, signal } = await launcher();
  const run = makeLaunchWindow({
    clock,
    ledger: new MemoryLedger(),
    workflow: {
      start: async () => {
        throw new WorkflowUnavailableError('Rate exceeded');
      },
    },
    series: [BTC],
    capital: usd(500),
    parameters: signal,
  });
  await expect(run(LaunchWindow.input.parse({ at: '2026-09-28T17:29:00Z' }))).rejects.toThrow(
    WorkflowUnavailableError,
  );
});
