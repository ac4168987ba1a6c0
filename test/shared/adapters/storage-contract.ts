import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoExecutions } from '../../../local/store/executions.ts';
import { dynamoNotifier } from '../../../shared/adapters/dynamodb/events.ts';
import { dynamoHotState } from '../../../shared/adapters/dynamodb/hot-state.ts';
import { dynamoLedger } from '../../../shared/adapters/dynamodb/ledger.ts';
import { EXECUTIONS_TABLE, TABLES } from '../../../shared/adapters/dynamodb/tables.ts';
import { dynamoWindows } from '../../../shared/adapters/dynamodb/windows.ts';
import { LedgerConflictError, StoreUnavailableError } from '../../../shared/contracts/errors.ts';
import type { LedgerEntry, LedgerEvent } from '../../../shared/domain/ledger/event.ts';
import { windowAt } from '../../../shared/domain/market/window.ts';
import type { FeedStatus } from '../../../shared/ports/feeds.ts';
import { instant, quarter, secondsIn, usd } from '../domain/examples.ts';
import {
  chained,
  decisionRecord,
  execution,
  journal,
  marketRecord,
  orderRecord,
  pathRecord,
  settlementRecord,
  snapshot,
  trading,
} from './stored-examples.ts';

interface Opened {
  readonly client: DynamoDBDocumentClient;
  close(): Promise<void>;
}

const name = { ...TABLES, executions: EXECUTIONS_TABLE };
const [opening] = trading as [LedgerEntry];

/** What every store of DynamoDB's interface has to do. `makeClient` gives one with all tables, empty. */
export function storageContract({ makeClient }: { makeClient: () => Promise<Opened> }): void {
  let opened: Opened;
  beforeAll(async () => {
    opened = await makeClient();
  }, 60_000);
  afterAll(() => opened?.close());

  const ledgerOf = (account: string) => dynamoLedger(opened.client, name.ledger.suffix, account);
  const windows = () => dynamoWindows(opened.client, name.windows.suffix);
  const executions = () => dynamoExecutions(opened.client, name.executions.suffix);
  const putRaw = (table: string, item: Record<string, unknown>) =>
    opened.client.send(new PutCommand({ TableName: table, Item: item }));

  describe('the ledger', () => {
    test('of a new account has no head and no entries', async () => {
      expect(await ledgerOf('new').head()).toBeUndefined();
      expect(await entriesOf('new')).toEqual([]);
    });

    test('gives back what was appended, in order, and the last entry as its head', async () => {
      const ledger = ledgerOf('trading');
      for (const entry of trading) await ledger.append(entry);
      expect(await entriesOf('trading')).toEqual(trading);
      expect(await ledger.head()).toEqual(trading.at(-1));
    });

    test('orders sequence numbers as numbers: 10 comes after 9', async () => {
      for (const entry of many(12, opening.event)) await ledgerOf('many').append(entry);
      expect((await ledgerOf('many').head())?.seq).toBe(12);
      expect((await entriesOf('many')).map(({ seq }) => seq)).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
      ]);
    });

    test('takes exactly one of 20 appends of the same entry at once', async () => {
      const rivals = Array.from({ length: 20 }, (_, rival) =>
        chained({ ...opening, at: secondsIn(rival) }, undefined),
      );
      const outcomes = await Promise.allSettled(rivals.map((entry) => ledgerOf('contested').append(entry)));
      const refused = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
      expect(refused).toHaveLength(19);
      for (const { reason } of refused) expect(reason).toBeInstanceOf(LedgerConflictError);
      const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
      expect(await entriesOf('contested')).toEqual([rivals[winner]]);
    });

    test('of more than a page of 1 MB is told whole', async () => {
      // 30 entries of 50 000 characters are 1.5 MB.
      const reason = 'x'.repeat(50_000);
      const event = { kind: 'released', windowId: 'w', reason } as const;
      for (const entry of many(30, event)) await ledgerOf('long').append(entry);
      expect((await entriesOf('long')).map(({ seq }) => seq)).toEqual(
        Array.from({ length: 30 }, (_, index) => index + 1),
      );
    });

    test('keeps accounts apart', async () => {
      const [other] = journal({ kind: 'opened', capital: opening.account.cash }) as [LedgerEntry];
      await ledgerOf('apart-a').append(other);
      expect(await ledgerOf('apart-b').head()).toBeUndefined();
    });

    const item = (account: string, { account: after, ...rest }: LedgerEntry) => ({ ...rest, account, after });
    const putEntries = async (account: string, entries: readonly LedgerEntry[]) => {
      for (const entry of entries) await putRaw('ledger', item(account, entry));
    };
    const [first, second, third, fourth] = trading as [LedgerEntry, LedgerEntry, LedgerEntry, LedgerEntry];
    const forged = chained({ ...second, at: secondsIn(99) }, first);
    test.each<[string, number, readonly LedgerEntry[]]>([
      ['lost its first entry', 1, [second, third, fourth]],
      ['lost an entry', 3, [first, second, fourth]],
      ['has other content in an entry', 2, [first, { ...second, at: third.at }, third]],
      ['has an entry that was put in its place whole', 3, [first, forged, third]],
    ])('that %s is broken', async (what, seq, entries) => {
      const account = `broken: ${what}`;
      await putEntries(account, entries);
      await expect(entriesOf(account)).rejects.toMatchObject({ name: 'LedgerBrokenError', seq });
    });

    test('gives no head that is not what was written', async () => {
      await putEntries('bad head', [first, { ...second, account: { ...second.account, cash: usd(2_000) } }]);
      await expect(ledgerOf('bad head').head()).rejects.toMatchObject({ name: 'LedgerBrokenError', seq: 2 });
    });

    test('refuses an entry with a field it does not know, naming table and key', async () => {
      const { account: after, ...rest } = opening;
      await putRaw('ledger', { ...rest, account: 'foreign', after, colour: 'red' });
      const refusal = ledgerOf('foreign').head();
      await expect(refusal).rejects.toBeInstanceOf(StoreUnavailableError);
      await expect(refusal).rejects.toThrow(/table ledger, item foreign 1: .*"colour"/s);
    });
  });

  describe('windows', () => {
    test('tell market, decisions, orders, path and settlement, each kind by time', async () => {
      const told = [
        marketRecord('open'),
        decisionRecord(180),
        decisionRecord(181),
        orderRecord('0xff', 181, 'matched'),
        orderRecord('0x00', 182, 'created'),
        pathRecord,
        settlementRecord,
      ];
      for (const record of told.toReversed()) await windows().put('ordered', record);
      expect(await windows().records('ordered')).toEqual(told);
      expect(await windows().market('ordered')).toEqual(told[0]);
    });

    test('that were never opened have no records', async () => {
      expect(await windows().records('never')).toEqual([]);
      expect(await windows().market('never')).toBeUndefined();
    });

    test('keep the last of two records of one kind and key', async () => {
      await windows().put('replaced', orderRecord('0xaa', 181, 'created'));
      await windows().put('replaced', orderRecord('0xaa', 181, 'matched'));
      expect(await windows().records('replaced')).toEqual([orderRecord('0xaa', 181, 'matched')]);
    });

    test('are listed by the UTC day they opened on, and move when their status changes', async () => {
      const opensAt = (iso: string) => windowAt(quarter.series, instant(iso));
      await windows().put('b', marketRecord('open', opensAt('2026-10-01T23:45:00Z')));
      await windows().put('a', marketRecord('skipped', opensAt('2026-10-01T00:00:00Z')));
      await windows().put('c', marketRecord('open', opensAt('2026-10-02T00:00:00Z')));
      const day = instant('2026-10-01T12:00:00Z');
      expect(await windows().ofDay(day)).toEqual(['a', 'b']);
      expect(await windows().ofDay(day, 'open')).toEqual(['b']);
      await windows().put('b', marketRecord('settled', opensAt('2026-10-01T23:45:00Z')));
      expect(await windows().ofDay(day)).toEqual(['a', 'b']);
      expect(await windows().ofDay(day, 'open')).toEqual([]);
      expect(await windows().ofDay(day, 'settled')).toEqual(['b']);
      expect(await windows().ofDay(instant('2026-10-03T00:00:00Z'))).toEqual([]);
    });

    test('refuse a record with a field they do not know', async () => {
      await putRaw('windows', { ...settlementRecord, windowId: 'odd', record: 'settlement', mood: 'good' });
      await expect(windows().records('odd')).rejects.toThrow(/table windows, item odd settlement: .*"mood"/s);
    });
  });

  test('hot state is told until it expires, and replaced by what comes later', async () => {
    let now = secondsIn(200);
    const hot = dynamoHotState(opened.client, name.hot.suffix, { now: () => now });
    expect(await hot.snapshot('w')).toBeUndefined();
    await hot.put('w', { ...snapshot, sigma: 1 }, secondsIn(210));
    await hot.put('w', snapshot, secondsIn(230));
    expect(await hot.snapshot('w')).toEqual(snapshot);
    now = secondsIn(229.999);
    expect(await hot.snapshot('w')).toEqual(snapshot);
    now = secondsIn(230);
    expect(await hot.snapshot('w')).toBeUndefined();
  });

  test('the hot state of the feeds comes back as it was told, until it expires', async () => {
    let now = secondsIn(200);
    const hot = dynamoHotState(opened.client, name.hot.suffix, { now: () => now });
    const counts = { frames: 812, duplicates: 3, connections: 2, gaps: 1, uptime: 0.998 };
    const statuses: readonly FeedStatus[] = [
      { channel: 'binance', state: 'live', host: 'a', reason: 'silent', lastDataAt: now, ...counts },
      {
        channel: 'kraken',
        state: 'connecting',
        host: 'b',
        reason: undefined,
        lastDataAt: undefined,
        ...counts,
      },
    ];
    expect(await hot.feeds()).toBeUndefined();
    // Whoever tells them may know more, such as the desk.
    const told = statuses.map((status) => ({ ...status, lag: { median: 200, p95: 350 }, polled: false }));
    await hot.putFeeds(told, secondsIn(230));
    expect(await hot.feeds()).toStrictEqual(statuses);
    now = secondsIn(230);
    expect(await hot.feeds()).toBeUndefined();
  });

  test('events are told by day and time', async () => {
    const log = dynamoNotifier(opened.client, name.events.suffix);
    const event = (iso: string, key: string) =>
      ({ at: instant(iso), severity: 'warning', component: 'collector', message: 'no trades', key }) as const;
    const [late, early, next] = [
      event('2026-11-20T23:59:59.999Z', 'binance'),
      event('2026-11-20T00:00:00Z', 'kraken'),
      event('2026-11-21T00:00:00Z', 'binance'),
    ] as const;
    for (const each of [late, early, next]) await log.notify(each);
    expect(await log.eventsOfDay(late.at)).toEqual([early, late]);
    expect(await log.eventsOfDay(next.at)).toEqual([next]);
  });

  describe('executions', () => {
    test('come back as they were saved, JSON of any shape included', async () => {
      const ended = execution('ended', 'SUCCEEDED', { stoppedAt: secondsIn(900), output: null });
      const waiting = execution('waiting', 'RUNNING', { token: 't', dueAt: secondsIn(300) });
      for (const each of [ended, waiting]) await executions().save(each);
      expect(await executions().get('ended')).toEqual(ended);
      expect(await executions().get('waiting')).toEqual(waiting);
      expect(await executions().get('unheard-of')).toBeUndefined();
    });

    test('are listed while they run', async () => {
      for (const each of ['run-2', 'run-1']) await executions().save(execution(each, 'RUNNING'));
      expect(await runningNames()).toEqual(expect.arrayContaining(['run-1', 'run-2']));
      await executions().save(execution('run-1', 'FAILED', { error: 'States.Timeout', cause: 'silence' }));
      expect(await runningNames()).toContain('run-2');
      expect(await runningNames()).not.toContain('run-1');
    });
  });

  test('a store that is down is unavailable, by name', async () => {
    await opened.close();
    for (const asked of [
      ledgerOf('down').head(),
      ledgerOf('down').append(opening),
      windows().market('down'),
      windows().ofDay(secondsIn(0)),
      executions().running(),
    ])
      await expect(asked).rejects.toBeInstanceOf(StoreUnavailableError);
  });

  /** A chain of so many entries, whatever it means. */
  function many(count: number, event: LedgerEvent): LedgerEntry[] {
    const entries: LedgerEntry[] = [];
    for (let seq = 1; seq <= count; seq++) entries.push(chained({ ...opening, seq, event }, entries.at(-1)));
    return entries;
  }

  async function entriesOf(account: string): Promise<LedgerEntry[]> {
    const entries: LedgerEntry[] = [];
    for await (const entry of ledgerOf(account).entries()) entries.push(entry);
    return entries;
  }

  const runningNames = async () => (await executions().running()).map((each) => each.name);
}
