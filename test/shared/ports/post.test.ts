import { expect, test } from 'vitest';
import { LedgerConflictError } from '../../../shared/contracts/errors.ts';
import { InvariantError } from '../../../shared/domain/units/invariant.ts';
import { post } from '../../../shared/ports/post.ts';
import { MemoryLedger } from '../../lambdas/fakes.ts';
import { secondsIn, usd } from '../domain/examples.ts';

const opened = { kind: 'opened', capital: usd(1_000) } as const;
const reserved = { kind: 'reserved', windowId: 'w', amount: usd(6), stake: usd(5) } as const;

async function openedLedger(): Promise<MemoryLedger> {
  const ledger = new MemoryLedger();
  await post(ledger, opened, secondsIn(0));
  return ledger;
}

test('an event is appended with the account after it', async () => {
  const ledger = await openedLedger();
  const account = await post(ledger, reserved, secondsIn(1));
  expect(account.reservations).toEqual({ w: { amount: usd(6), stake: usd(5), at: secondsIn(1) } });
  expect(ledger.list()).toMatchObject([
    { seq: 1, at: secondsIn(0), event: opened },
    { seq: 2, at: secondsIn(1), event: reserved, account },
  ]);
});

test('an event that the account knows already appends nothing', async () => {
  const ledger = await openedLedger();
  const account = await post(ledger, reserved, secondsIn(1));
  expect(await post(ledger, reserved, secondsIn(2))).toEqual(account);
  expect(ledger.list()).toHaveLength(2);
});

test('a writer that was first is read, and the event applied after it', async () => {
  const ledger = await openedLedger();
  const append = ledger.append.bind(ledger);
  ledger.append = async (entry) => {
    ledger.append = append;
    await post(ledger, { ...reserved, windowId: 'other' }, secondsIn(1));
    await append(entry);
  };
  const account = await post(ledger, reserved, secondsIn(2));
  expect(Object.keys(account.reservations)).toEqual(['other', 'w']);
  expect(ledger.list().map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test('four lost races are borne, five are told', async () => {
  const ledger = await openedLedger();
  ledger.conflicts = 4;
  await post(ledger, reserved, secondsIn(1));
  ledger.conflicts = 5;
  await expect(post(ledger, { ...reserved, windowId: 'x' }, secondsIn(2))).rejects.toThrow(
    LedgerConflictError,
  );
  expect(ledger.list()).toHaveLength(2);
});

test('any other failure is told at once', async () => {
  const ledger = await openedLedger();
  const failure = new Error('the disk is full');
  let tries = 0;
  ledger.append = async () => {
    tries++;
    throw failure;
  };
  await expect(post(ledger, reserved, secondsIn(1))).rejects.toBe(failure);
  expect(tries).toBe(1);
  await expect(post(new MemoryLedger(), reserved, secondsIn(1))).rejects.toThrow(InvariantError);
});
