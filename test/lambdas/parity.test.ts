import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { hosted } from '../../local/hosted.ts';
import { localTasks } from '../../local/tasks.ts';
import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoNotifier } from '../../shared/adapters/dynamodb/events.ts';
import { dynamoHealth } from '../../shared/adapters/dynamodb/health.ts';
import { dynamoHotState } from '../../shared/adapters/dynamodb/hot-state.ts';
import { dynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import { dynamoReferencePrices } from '../../shared/adapters/dynamodb/reference-prices.ts';
import { dynamoTriggers } from '../../shared/adapters/dynamodb/triggers.ts';
import { dynamoWindows } from '../../shared/adapters/dynamodb/windows.ts';
import { parseConfiguration, signalParameters } from '../../shared/contracts/config.ts';
import type { MarketListed } from '../../shared/domain/market/event.ts';
import { executionInput } from '../../shared/domain/market/execution-input.ts';
import type { WindowRecord } from '../../shared/domain/record.ts';
import { entryWindow } from '../../shared/domain/signal/evaluate.ts';
import { parseReference } from '../../shared/domain/units/spot.ts';
import { post } from '../../shared/ports/post.ts';
import type { TaskName } from '../../shared/workflow/trade-window.ts';
import { cents, quarter, secondsIn, september, usd } from '../shared/domain/examples.ts';
import { gammaEvent, gammaResolved } from '../shared/feeds/sample-frames.ts';
import { told } from '../shared/feeds/told.ts';
import { awsEnvironment, openFront } from './aws-front.ts';
import { makeWorld } from './fakes.ts';
import { fill, type Outputs, ofWindow, snapshotAt, TRADE, windowId } from './trade.ts';

let front: Awaited<ReturnType<typeof openFront>>;
let listing: object;
/** How SNS answers, in its own protocol. */
const PUBLISHED =
  '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';
const START = 'AWSStepFunctions.StartExecution';
const KNOWN = {
  status: 400,
  body: { __type: 'ExecutionAlreadyExists', message: 'Execution Already Exists' },
};
const starts = () => front.requests.filter(({ operation }) => operation === START);
const startedBefore = () => starts().length > 1;
const strike = '60000';
const final = '60300';
const { market } = told('gamma', gammaEvent)[0] as MarketListed;

beforeAll(async () => {
  front = await openFront(({ operation }) => {
    if (operation === 'POST /') return { status: 200, body: PUBLISHED };
    if (operation === START) return startedBefore() ? KNOWN : { status: 200, body: {} };
    const known = operation === `GET /events/slug/${gammaEvent.slug}`;
    return known ? { status: 200, body: listing } : { status: 404, body: {} };
  });
});
afterAll(() => front.close());

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers({ toFake: ['Date'] });
  const environment = { ...awsEnvironment(front.url), HOSTS: JSON.stringify({ gamma: front.url }) };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  // Metrics are lines of the log.
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  listing = gammaEvent;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** The function as it is deployed, built anew from the environment. */
async function inAws(task: TaskName | 'launch-window' | 'reconcile') {
  const { handler } = await import(`../../lambdas/${task}/index.ts`);
  return hosted(task, handler);
}

/** What the function's failure is known by to the workflow. */
const failure = (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'none',
    (error: Error) => error.name,
  );

const clock = { now: () => secondsIn(0) };
const tables = () => {
  const client = connectTables();
  return {
    hot: dynamoHotState(client, 'hot', clock),
    health: dynamoHealth(client, 'hot', clock),
    prices: dynamoReferencePrices(client, 'hot', clock),
    triggers: dynamoTriggers(client, 'hot'),
    ledger: dynamoLedger(client, 'ledger', 'paper'),
    windows: dynamoWindows(client, 'windows'),
    events: dynamoNotifier(client, 'events'),
  };
};

const byKind = (records: readonly WindowRecord[]) => new Map(records.map((record) => [record.kind, record]));

test('a trade goes the same way in AWS as in this process, and leaves the same records', async () => {
  const world = await makeWorld();
  world.told.market = market;
  world.told.winner = 'up';
  world.told.strike = { value: parseReference(strike), source: 'recorded' };
  world.told.final = parseReference(final);
  world.venue.end = { status: 'matched', fills: [fill] };
  const local = localTasks({ ...world.deps, signal: signalParameters(parseConfiguration({}), 'paper') });

  const { hot, health, prices, ledger, windows, triggers } = tables();
  await post(ledger, { kind: 'opened', capital: usd(10_000) }, secondsIn(0));
  await health.put({ calls: 0, errors: 0 }, secondsIn(1_000));
  const print = { source: 'chainlink', asset: 'btc', lookbackMs: 60_000, receivedAt: secondsIn(0) };
  await prices.print({ ...print, exchangeAt: quarter.openAt, value: strike });
  await prices.print({ ...print, exchangeAt: quarter.closeAt, value: final });

  const outputs: Outputs = {};
  for (const { task, second, input } of TRADE) {
    await world.clock.advance(secondsIn(second));
    vi.setSystemTime(secondsIn(second));
    // The book that the collector wrote 400 ms after the order: 250 ms of latency, 150 ms of the venue's delay.
    if (task === 'confirm-fill') await hot.put(windowId, snapshotAt(secondsIn(240.4)), secondsIn(250));
    if (task === 'settle-position') listing = gammaResolved;
    const given = input(outputs);
    outputs[task] = await local[task](given);
    expect(await (await inAws(task))(given), task).toEqual(outputs[task]);
  }
  expect(outputs['confirm-fill']).toMatchObject({ kind: 'filled' });
  expect(outputs['settle-position']).toMatchObject({ outcome: 'up' });
  expect(byKind(await windows.records(windowId))).toEqual(byKind(await world.windows.records(windowId)));
  expect(await Array.fromAsync(ledger.entries())).toEqual(world.ledger.list());
  expect(await triggers.armed(windowId)).toEqual({ token: 't', until: secondsIn(300) });
});

describe('in AWS as in this process', () => {
  test('a decision without a snapshot is made from the hot state, and from nothing when that is too old', async () => {
    const world = await makeWorld();
    world.told.snapshot = snapshotAt;
    const local = localTasks({ ...world.deps, signal: { ...world.deps.signal, standIns: false } });
    const input = { ...ofWindow, rules: september, snapshot: null };
    const run = await inAws('evaluate-signal');
    const { hot } = tables();

    await world.clock.advance(secondsIn(244));
    vi.setSystemTime(secondsIn(244));
    await hot.put(windowId, snapshotAt(secondsIn(244)), secondsIn(259));
    const fresh = await run(input);
    expect(fresh).toEqual(await local['evaluate-signal'](input));
    expect(fresh).toMatchObject({ decision: { kind: 'enter' } });

    world.told.snapshot = undefined;
    await world.clock.advance(secondsIn(259));
    vi.setSystemTime(secondsIn(259));
    const stale = await run(input);
    expect(stale).toEqual(await local['evaluate-signal'](input));
    expect(stale).toMatchObject({ decision: { kind: expect.stringMatching(/wait|skip/) } });
  });

  test('a window that failed gives back what was reserved, and somebody is told', async () => {
    const id = 'btc-15m-1790617500';
    const window = { ...quarter, openAt: quarter.closeAt, closeAt: secondsIn(1_800) };
    const { ledger, events } = tables();
    vi.setSystemTime(secondsIn(1_200));
    const { ledger: memory, deps } = await makeWorld();
    const event = { kind: 'reserved', windowId: id, amount: usd(1), stake: usd(0.9) } as const;
    await post(ledger, { kind: 'opened', capital: usd(10_000) }, secondsIn(0));
    await post(ledger, event, secondsIn(1_200));
    await post(memory, event, secondsIn(1_200));
    const local = localTasks(deps);
    const failed = { windowId: id, window, reason: 'failed' };
    expect(await (await inAws('record-skip'))(failed)).toEqual(await local['record-skip'](failed));
    expect((await ledger.head())?.event).toEqual({ kind: 'released', windowId: id, reason: 'failed' });

    const alert = { windowId: id, window, error: { Error: 'StoreUnavailableError', Cause: 'gone' } };
    expect(await (await inAws('raise-alert'))(alert)).toEqual(await local['raise-alert'](alert));
    const told = await events.eventsOfDay(secondsIn(1_200));
    expect(told.map(({ message }) => message)).toEqual([`${id} failed: StoreUnavailableError: gone`]);
    const published = front.requests.filter(({ operation }) => operation === 'POST /');
    expect(published.map(({ body }) => new URLSearchParams(String(body)).get('TopicArn'))).toEqual([
      'arn:aws:sns:us-east-1:123456789012:quarterhour-high',
    ]);
  });
});

test('the launcher opens the account and starts a window by its name, once', async () => {
  vi.stubEnv('ACCOUNT', 'paper');
  vi.stubEnv('SERIES', '["btc-15m"]');
  vi.stubEnv('STATE_MACHINE_ARN', 'arn:aws:states:us-east-1:123456789012:stateMachine:quarterhour');
  vi.setSystemTime(secondsIn(-40));
  const launch = await inAws('launch-window');
  const event = { at: '2026-09-28T17:29:00Z' };
  expect(await launch(event)).toEqual({ started: [windowId], known: [] });
  expect(await launch(event)).toEqual({ started: [], known: [windowId] });
  const entry = entryWindow(quarter, signalParameters(parseConfiguration({}), 'paper'));
  expect(starts().map(({ body }) => JSON.parse(String(body)).input)).toEqual(
    Array(2).fill(JSON.stringify(executionInput(quarter, entry))),
  );
  expect((await tables().ledger.head())?.account.cash).toBeGreaterThan(0);
});

test('what an execution left behind is reconciled in AWS', async () => {
  const openAt = secondsIn(90_000);
  const id = `btc-15m-${openAt / 1_000}`;
  const { ledger, windows } = tables();
  await post(ledger, { kind: 'opened', capital: usd(10_000) }, secondsIn(0));
  await windows.put(id, {
    kind: 'market',
    at: openAt,
    status: 'open',
    window: { ...quarter, openAt, closeAt: secondsIn(90_900) },
    slug: `btc-updown-15m-${openAt / 1_000}`,
    rules: september,
  });
  await post(ledger, { kind: 'reserved', windowId: id, amount: usd(20), stake: usd(20) }, openAt);
  vi.setSystemTime(secondsIn(91_020));
  const reconcile = await inAws('reconcile');
  const at = '2026-09-29T18:47:00Z';
  expect(await reconcile({ at })).toEqual({ windows: [{ windowId: id, outcome: 'released' }] });
  expect(await reconcile({ at })).toEqual({ windows: [] });
  expect((await ledger.head())?.account.reservations).toEqual({});
});

describe('failures have the names by which the workflow tries again', () => {
  const names: readonly TaskName[] = TRADE.map(({ task }) => task);

  test.each(names)('an input that the contract of %s does not allow', async (task) => {
    expect(await failure((await inAws(task))({ windowId: 1 }))).toBe('InvalidTaskInputError');
  });

  test('a window that the venue has not resolved', async () => {
    vi.setSystemTime(secondsIn(960));
    const other = { ...ofWindow, giveUp: false };
    const { windows } = tables();
    await (await inAws('open-window'))(ofWindow);
    expect(await windows.market(windowId)).toBeDefined();
    expect(await failure((await inAws('settle-position'))(other))).toBe('NotResolvedError');
  });

  test('a listing that cannot be asked', async () => {
    vi.stubEnv('HOSTS', JSON.stringify({ gamma: 'http://127.0.0.1:1' }));
    const input = {
      windowId: 'x',
      window: { ...quarter, openAt: quarter.closeAt, closeAt: secondsIn(1_800) },
    };
    expect(await failure((await inAws('open-window'))(input))).toBe('VenueUnavailableError');
  });

  test('a table that does not exist', async () => {
    vi.stubEnv('TABLE_HOT', 'none');
    const input = { windowId, token: 't', until: '2026-09-28T17:35:00.000Z' };
    expect(await failure((await inAws('await-trigger'))(input))).toBe('StoreUnavailableError');
  });

  test('an order that the venue does not know', async () => {
    const of = { ...ofWindow, windowId: 'btc-15m-1790617500' };
    const order = {
      id: `${of.windowId}-1`,
      windowId: of.windowId,
      side: 'up',
      token: market.tokens.up,
      type: 'FAK',
      limit: cents(58),
      stake: usd(200),
      tickSize: cents(1),
      createdAt: secondsIn(240),
    } as const;
    // It was kept, and may never have been sent.
    await tables().windows.put(of.windowId, {
      ...{ kind: 'order', at: secondsIn(240), order, status: 'created', fills: [] },
      ...{ makerAmount: '1', takerAmount: '1' },
    });
    const input = { ...of, orderId: order.id };
    expect(await failure((await inAws('confirm-fill'))(input))).toBe('OrderUnknownError');
  });

  test('a function that was not told of its table does not start', async () => {
    vi.stubEnv('TABLE_HOT', undefined);
    await expect(inAws('await-trigger')).rejects.toThrow('environment: TABLE_HOT is not set');
  });
});
