import { expect, test } from 'vitest';
import { countingFailures, meteredLedger, meteredWindows } from '../../../../shared/adapters/emf/metered.ts';
import { StoreUnavailableError, VenueUnavailableError } from '../../../../shared/contracts/errors.ts';
import type { Measure } from '../../../../shared/domain/watch/measure.ts';
import { post } from '../../../../shared/ports/post.ts';
import { MemoryLedger, makeWorld } from '../../../lambdas/fakes.ts';
import { secondsIn, shares, usd } from '../../domain/examples.ts';
import { entered, market, order, settled, settlement } from '../../domain/watch/examples.ts';

function kept() {
  const measures: Measure[] = [];
  return {
    metrics: { record: (more: readonly Measure[]) => void measures.push(...more) },
    names: () => measures.map(({ metric }) => metric),
    newest: (name: string) => measures.findLast(({ metric }) => metric === name)?.value,
  };
}

test('every entry of the journal is told, with the profit of what was settled', async () => {
  const { metrics, names, newest } = kept();
  const ledger = meteredLedger(new MemoryLedger(), metrics);
  const windowId = 'w';
  await post(ledger, { kind: 'opened', capital: usd(1_000) }, secondsIn(0));
  await post(ledger, { kind: 'reserved', windowId, amount: usd(6), stake: usd(5) }, secondsIn(1));
  const bought = { orderId: '0xa', side: 'up', shares: shares(10), cost: usd(5), fee: usd(0.18) } as const;
  await post(ledger, { kind: 'filled', windowId, ...bought }, secondsIn(2));
  await post(
    ledger,
    { kind: 'settled', windowId, outcome: 'up', lockoutWins: 5, lockoutTrades: 5 },
    secondsIn(960),
  );
  expect(names().filter((name) => name === 'AccountBalance')).toHaveLength(4);
  // Ten shares pay $10; $5 and a fee of $0.18 were spent.
  expect(newest('TradePnl')).toBe(4.82);
  expect(newest('AccountBalance')).toBe(1_004.82);
  let count = 0;
  for await (const _ of ledger.entries()) count++;
  expect(count).toBe(4);
});

test('an entry that follows one that was not read tells no profit', async () => {
  const { metrics, names } = kept();
  const memory = new MemoryLedger();
  await post(memory, { kind: 'opened', capital: usd(1_000) }, secondsIn(0));
  const entry = memory.list()[0]!;
  await meteredLedger(memory, metrics).append({ ...entry, seq: 2, event: settled });
  expect(names()).not.toContain('TradePnl');
});

test('decisions and orders are told once they are written, other records are not', async () => {
  const { metrics, names } = kept();
  const { windows } = await makeWorld();
  const metered = meteredWindows(
    {
      put: (id, record) => windows.put(id, record),
      records: (id) => windows.records(id),
      market: (id) => windows.market(id),
      ofDay: (day, status) => windows.ofDay(day, status),
    },
    metrics,
  );
  for (const record of [market, entered, order('created'), order('matched'), settlement('up', 4.73)])
    await metered.put('w', record);
  expect(names()).toEqual(['SignalsGenerated', 'SignalLatency', 'OrderLatency', 'SlippageCents']);
});

test('a table that does not answer is counted, and any failure rises as it is', async () => {
  const { metrics, names } = kept();
  const failing = (error: Error) =>
    countingFailures(async (_: string): Promise<void> => {
      throw error;
    }, metrics)('x');
  const store = new StoreUnavailableError('table ledger does not answer');
  const venue = new VenueUnavailableError('gamma answered 503');
  await expect(failing(store)).rejects.toBe(store);
  await expect(failing(venue)).rejects.toBe(venue);
  expect(names()).toEqual(['StoreFailures']);
  await expect(countingFailures(async () => 1, metrics)()).resolves.toBe(1);
});
