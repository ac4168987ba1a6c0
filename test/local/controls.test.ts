import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { controlVerb } from '../../local/cli/controls.ts';
import { makeHome } from '../../local/cli/home.ts';
import { runProgram } from '../../local/cli/program.ts';
import { askHolder, serveControls } from '../../local/controls.ts';
import type { Aws } from '../../local/deploy/clients.ts';
import { deployedLedger } from '../../local/deploy/ledger.ts';
import { recordsOf } from '../../local/host.ts';
import { openStore, type Store } from '../../local/store/embedded.ts';
import { toCreateTable } from '../../shared/adapters/dynamodb/create-table.ts';
import { TABLES } from '../../shared/adapters/dynamodb/tables.ts';
import { StoreUnavailableError } from '../../shared/contracts/errors.ts';
import { epochMs } from '../../shared/domain/units/time.ts';
import { post } from '../../shared/ports/post.ts';
import { MemoryLedger } from '../lambdas/fakes.ts';
import { secondsIn, usd } from '../shared/domain/examples.ts';
import { scratchFolder } from './tapes.ts';

const folder = scratchFolder();
const opened = { kind: 'opened', capital: usd(1_000) } as const;
const who = `${userInfo().username}@${hostname()}`;
const clock = { now: () => epochMs(Date.now()) };

let said: string;
beforeEach(() => {
  said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A run with an open account, in a data folder of its own. */
async function aRun(name: string): Promise<{ data: string; store: string; halts: () => Promise<string[]> }> {
  const data = join(folder, name);
  const { store: path } = makeHome(data).run('paper');
  const use = async <T>(act: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openStore(path);
    return act(store).finally(store.close);
  };
  await use((store) => post(recordsOf(store).ledger, opened, secondsIn(0)));
  const halts = () =>
    use(async (store) => (await recordsOf(store).ledger.head())!.account.halts.map(({ breaker }) => breaker));
  return { data, store: path, halts };
}

async function told(data: string, ...words: string[]) {
  said = '';
  const code = await runProgram([...words, '--json'], data);
  return { code, ...JSON.parse(said) };
}

describe('an account that nobody trades', () => {
  test('is paused, killed and resumed, with who and why', async () => {
    const { data, halts } = await aRun('idle');
    expect(await told(data, 'pause', '--reason', 'lunch')).toMatchObject({
      code: 0,
      entry: { seq: 2, event: 'halted', what: `halted by pause: lunch (${who})` },
    });
    expect(await told(data, 'kill')).toMatchObject({
      code: 0,
      entry: { seq: 3, event: 'halted', what: `halted by kill-switch: by hand (${who})` },
    });
    expect(await halts()).toEqual(['pause', 'kill-switch']);
    expect(await told(data, 'resume', '--reason', 'back', '--breaker', 'pause')).toMatchObject({
      code: 0,
      entry: { seq: 4, event: 'resumed', what: `resumed pause: back (${who})` },
    });
    expect(await halts()).toEqual(['kill-switch']);
    await told(data, 'pause');
    const { entries, entry } = await told(data, 'resume', '--reason', 'all is well');
    expect(entries.map(({ what }: { what: string }) => what)).toEqual([
      `resumed kill-switch: all is well (${who})`,
      `resumed pause: all is well (${who})`,
    ]);
    expect(entry).toEqual(entries.at(-1));
    expect(await halts()).toEqual([]);
  });

  test('that is paused already is shown the entry of then, and nothing is written', async () => {
    const { data } = await aRun('twice');
    const first = await told(data, 'pause');
    expect(await told(data, 'pause', '--reason', 'again')).toEqual(first);
  });

  test('has nothing to resume when nothing halts it', async () => {
    const { data } = await aRun('free');
    expect(await told(data, 'resume', '--reason', 'x')).toEqual({ code: 1, entry: null, entries: [] });
  });

  test('is not resumed without a reason, and no account is made where there is none', async () => {
    const { data } = await aRun('careful');
    expect(await runProgram(['resume'], data)).toBe(2);
    expect(await told(data, 'pause', '--run', 'other')).toMatchObject({
      code: 1,
      error: { name: 'StoreUnavailableError' },
    });
    const empty = makeHome(join(folder, 'empty')).run('paper');
    await openStore(empty.store).then((store) => store.close());
    expect(await told(join(folder, 'empty'), 'pause')).toMatchObject({
      code: 1,
      error: { message: expect.stringContaining('no account is open yet') },
    });
  });

  test('is not touched when its ledger is broken', async () => {
    const { data, store } = await aRun('broken');
    writeFileSync(`${store}.head`, JSON.stringify({ seq: 2, digest: 'lost' }));
    expect(await told(data, 'pause')).toMatchObject({ code: 1, error: { name: 'LedgerBrokenError' } });
    expect(await told(data, 'ledger', '--run', 'paper', '--check')).toMatchObject({ ok: false, entries: 1 });
  });
});

describe('an account that another process trades', () => {
  const ends: (() => unknown)[] = [];
  afterAll(async () => {
    for (const end of ends) await end();
  });

  test('is paused and resumed by that process', async () => {
    const { data, store: path } = await aRun('held');
    const store = await openStore(path);
    const { ledger } = recordsOf(store);
    const failures: unknown[] = [];
    const { controls } = makeHome(data).run('paper');
    const failed = (error: unknown) => failures.push(error);
    ends.push(await serveControls(controls, ledger, { clock, failed }), store.close);
    expect(await told(data, 'pause', '--reason', 'lunch')).toMatchObject({
      code: 0,
      entry: { seq: 2, what: `halted by pause: lunch (${who})` },
    });
    expect((await ledger.head())?.account.halts).toMatchObject([{ breaker: 'pause', by: who }]);
    expect(await told(data, 'resume', '--reason', 'back')).toMatchObject({ code: 0, entry: { seq: 3 } });
    expect((await ledger.head())?.account.halts).toEqual([]);
    expect(failures).toEqual([]);
  });

  test('forgets what was asked before it started, and refuses what it cannot read', async () => {
    const controls = join(folder, 'stale');
    mkdirSync(controls);
    writeFileSync(join(controls, 'old.asked'), JSON.stringify({ kind: 'resume', reason: 'old', by: 'x' }));
    const ledger = new MemoryLedger();
    await post(ledger, opened, secondsIn(0));
    await post(
      ledger,
      {
        kind: 'halted',
        halt: { breaker: 'kill-switch', severity: 'critical', since: secondsIn(1), reason: 'x' },
      },
      secondsIn(1),
    );
    ends.push(await serveControls(controls, ledger, { clock, failed: () => undefined }));
    await expect(askHolder(controls, { kind: 'mood', reason: 'x', by: 'x' } as never)).rejects.toThrow(
      /of another version/,
    );
    expect(ledger.kinds()).toEqual(['opened', 'halted']);
  });

  test('says why it refuses', async () => {
    const controls = join(folder, 'unopened');
    ends.push(await serveControls(controls, new MemoryLedger(), { clock, failed: () => undefined }));
    const asked = askHolder(controls, { kind: 'pause', reason: 'x', by: 'x' });
    await expect(asked).rejects.toThrow('no account is open yet');
  });

  test('that does not answer is waited for no longer than is good', async () => {
    const asked = askHolder(join(folder, 'silent'), { kind: 'pause', reason: 'x', by: 'x' }, 300);
    await expect(asked).rejects.toBeInstanceOf(StoreUnavailableError);
  });
});

describe('the account of a deployment', () => {
  const voice = { json: true, say: () => undefined, note: () => undefined };

  test('is killed and resumed with the name by which AWS knows us', async () => {
    const store = await openStore(join(folder, 'cloud'));
    const TableName = 'quarterhour-ledger';
    await store.client.send(new CreateTableCommand(toCreateTable(TableName, TABLES.ledger)) as never);
    await vi.waitFor(async () => {
      const { Table } = (await store.client.send(new DescribeTableCommand({ TableName }) as never)) as never;
      expect(Table).toMatchObject({ TableStatus: 'ACTIVE' });
    });
    const arn = 'arn:aws:iam::111122223333:user/ada';
    const sts = { send: async () => ({ Account: '111122223333', Arn: arn }) };
    const aws = { sts, dynamo: store.client } as unknown as Aws;
    await post(deployedLedger(aws), opened, secondsIn(0));
    const results: unknown[] = [];
    for (const kind of ['kill', 'resume'] as const)
      expect(
        await controlVerb(kind)(
          { reason: 'an odd fill', run: 'paper', cloud: true },
          makeHome(folder),
          { ...voice, result: (value) => void results.push(value) },
          () => aws,
        ),
      ).toBe(true);
    expect(results).toMatchObject([
      { entry: { seq: 2, what: `halted by kill-switch: an odd fill (${arn})` } },
      { entry: { seq: 3, what: `resumed kill-switch: an odd fill (${arn})` } },
    ]);
    await store.close();
  });
});
