import { describe, expect, test } from 'vitest';
import { localTasks } from '../../../local/tasks.ts';
import { makeWorkflow } from '../../../local/workflow/run.ts';
import type { Transition } from '../../../local/workflow/transition.ts';
import { gammaCatalog } from '../../../shared/adapters/polymarket/catalog.ts';
import { gammaClient } from '../../../shared/adapters/polymarket/client-gamma.ts';
import { StoreUnavailableError, VenueUnavailableError } from '../../../shared/contracts/errors.ts';
import { executionInput } from '../../../shared/domain/market/execution-input.ts';
import { entryWindow } from '../../../shared/domain/signal/evaluate.ts';
import { tradeWindow } from '../../../shared/workflow/trade-window.ts';
import { makeWorld, type World } from '../../lambdas/fakes.ts';
import { prosperous, snapshotAt, windowId } from '../../lambdas/trade.ts';
import { memoryExecutions } from '../../local/workflow/memory-executions.ts';
import { quarter, secondsIn, usd } from '../domain/examples.ts';
import { gammaEvent, gammaMarket } from '../feeds/sample-frames.ts';

/** A whole window through the real tasks: what is left of it an hour and a half after its close. */
async function lived(
  prepare: (world: World) => void | Promise<void> = () => {},
  settings: Record<string, unknown> = {},
) {
  const world = await makeWorld(settings);
  prosperous(world);
  world.told.snapshot = snapshotAt;
  await prepare(world);
  const executions = memoryExecutions();
  const transitions: Transition[] = [];
  const tasks = localTasks(world.deps);
  const workflow = makeWorkflow({
    definition: tradeWindow((task) => task),
    tasks: {
      ...tasks,
      // A trigger that fires a second after it was armed.
      'await-trigger': async (input) => {
        await tasks['await-trigger'](input);
        const [, token] = world.armed.at(-1) as World['armed'][0];
        const at = secondsIn((world.clock.now() - quarter.openAt) / 1_000 + 1);
        if (world.told.snapshot === snapshotAt)
          world.clock.at(at, async () => void (await workflow.complete(token, { snapshot: snapshotAt(at) })));
        return null;
      },
    },
    timers: world.clock,
    executions,
    newToken: ({ execution, visit, retry }) => `${execution}/${visit}/${retry}`,
    onTransition: (transition) => transitions.push(transition),
  });
  await workflow.start(windowId, executionInput(quarter, entryWindow(quarter, world.signal)));
  await world.clock.advance(secondsIn(20_000));
  const execution = await executions.get(windowId);
  return {
    world,
    status: execution?.status,
    states: transitions.map(({ to }) => to).filter((to) => to !== undefined),
    transitions: transitions.length,
    /** When each state was entered or tried again, seconds after the open. */
    times: (state: string) =>
      transitions.filter(({ to }) => to === state).map(({ at }) => (at - quarter.openAt) / 1_000),
    account: world.ledger.list().at(-1)?.account,
    window: (await world.windows.market(windowId))?.status,
  };
}

describe('a window', () => {
  test('that is entered and won', async () => {
    const { status, states, transitions, world, account, window } = await lived();
    expect(status).toBe('SUCCEEDED');
    expect(states).toEqual([
      'OpenWindow',
      'IsOpen',
      'Observe',
      'AwaitTrigger',
      'EvaluateSignal',
      'Decide',
      'ApproveRisk',
      'IsApproved',
      'PlaceOrder',
      'AwaitFill',
      'ConfirmFill',
      'IsFilled',
      'HoldToClose',
      'Settle',
      'Done',
    ]);
    expect(transitions).toBeLessThan(25);
    expect(world.ledger.kinds()).toEqual(['opened', 'reserved', 'filled', 'settled']);
    // 344.827587 - 200 - 5.88
    expect(account).toMatchObject({ cash: usd(10_138.947587), positions: {}, reservations: {}, wins: 1 });
    expect(window).toBe('settled');
    expect(world.notifier.alerts).toEqual([]);
  });

  test('that nothing wakes is judged from the hot state', async () => {
    const { states, world } = await lived(({ told }) => {
      told.snapshot = (at) => snapshotAt(at);
    });
    expect(states).toContain('Untriggered');
    expect(world.ledger.kinds()).toEqual(['opened', 'reserved', 'filled', 'settled']);
  });

  test('that is skipped: it waits for its entry window to end', async () => {
    const { status, states, world, window } = await lived(({ told }) => {
      told.snapshot = (at) => ({ ...snapshotAt(at), strike: undefined });
    });
    expect(status).toBe('SUCCEEDED');
    // entry lasts two minutes, in slices of which at least one is waited out
    expect(states.filter((name) => name === 'EvaluateSignal').length).toBeGreaterThan(1);
    expect(states).toContain('SkipSignal');
    expect(world.ledger.kinds()).toEqual(['opened']);
    const decisions = await world.windows.of(windowId, 'decision');
    expect(decisions.at(-1)).toMatchObject({
      at: secondsIn(300),
      decision: { kind: 'skip', reason: 'no-strike' },
    });
    expect(window).toBe('settled');
  });

  test('that risk rejects', async () => {
    const { status, states, world } = await lived(({ told }) => {
      told.calls = { calls: 10, errors: 5 };
    });
    expect(status).toBe('SUCCEEDED');
    expect(states).toContain('SkipRejected');
    expect(world.ledger.kinds()).toEqual(['opened']);
    expect(world.venue.placed).toEqual([]);
  });

  test('whose order finds nothing', async () => {
    const { status, states, world, account } = await lived(({ venue }) => {
      venue.end = { status: 'unmatched', fills: [] };
    });
    expect(status).toBe('SUCCEEDED');
    expect(states).toContain('SkipUnfilled');
    expect(world.ledger.kinds()).toEqual(['opened', 'reserved', 'released']);
    expect(account).toMatchObject({ cash: usd(10_000), reservations: {} });
    const decisions = await world.windows.of(windowId, 'decision');
    expect(decisions.map(({ decision }) => decision.reason)).toEqual(['criteria-met', 'not-filled']);
  });

  test('that the venue does not list', async () => {
    const { status, states, world } = await lived(({ told }) => {
      told.market = undefined;
    });
    expect(status).toBe('SUCCEEDED');
    expect(states.slice(0, 5)).toEqual(['OpenWindow', 'IsOpen', 'SkipUnlisted', 'RecordSkip', 'HoldToClose']);
    expect(world.ledger.kinds()).toEqual(['opened']);
  });

  test.each([
    ['of Protocol V2', { version: 'v2', clobTokenIds: null, positionIds: '["0x01", "0x02"]' }],
    ['of a version that is null', { version: null }],
  ])('whose market is %s is skipped by name', async (_, change) => {
    const body = JSON.stringify({ ...gammaEvent, markets: [{ ...gammaMarket, ...change }] });
    const client = gammaClient({ url: 'https://venue.example', fetch: async () => new Response(body) });
    const { status, states, world } = await lived(async ({ told }) => {
      told.market = await gammaCatalog(client).market(quarter);
    });
    expect(status).toBe('SUCCEEDED');
    expect(states.slice(0, 4)).toEqual(['OpenWindow', 'IsOpen', 'SkipUnlisted', 'RecordSkip']);
    const decisions = await world.windows.of(windowId, 'decision');
    expect(decisions.map(({ decision }) => decision.reason)).toEqual(['unsupported-market']);
    expect(world.ledger.kinds()).toEqual(['opened']);
  });

  test('that the venue resolves late', async () => {
    const { status, world } = await lived(({ told, clock }) => {
      told.winner = undefined;
      clock.at(secondsIn(3_000), async () => {
        told.winner = 'down';
      });
    });
    expect(status).toBe('SUCCEEDED');
    expect((await world.windows.of(windowId, 'settlement'))[0]).toMatchObject({
      source: 'official',
      outcome: 'down',
    });
  });

  test('that the venue never resolves is settled by our own prints', async () => {
    const { status, states, world } = await lived(({ told }) => {
      told.winner = undefined;
    });
    expect(status).toBe('SUCCEEDED');
    expect(states).toContain('SettleUnresolved');
    expect((await world.windows.of(windowId, 'settlement'))[0]).toMatchObject({
      source: 'recorded',
      outcome: 'up',
    });
  });
});

describe('an order that was sent', () => {
  test('is confirmed though no answer came', async () => {
    const { status, states, world, account } = await lived(({ venue }) => {
      const { place } = venue;
      venue.place = async (order) => {
        await place.call(venue, order);
        throw new Error('the function died when the order was out');
      };
    });
    expect(status).toBe('SUCCEEDED');
    expect(states.slice(states.indexOf('PlaceOrder'))).toEqual([
      ...['PlaceOrder', 'OrderUnanswered', 'AwaitFill', 'ConfirmFill', 'IsFilled'],
      ...['HoldToClose', 'Settle', 'Done'],
    ]);
    expect(world.ledger.kinds()).toEqual(['opened', 'reserved', 'filled', 'settled']);
    expect(account).toMatchObject({ cash: usd(10_138.947587), reservations: {} });
  });

  test('is sent again under its id where the venue could not be reached', async () => {
    const { status, times, world } = await lived(({ venue }) => {
      const { place } = venue;
      const failures = [new VenueUnavailableError('no answer'), new VenueUnavailableError('no answer')];
      venue.place = async (order) => {
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
        return place.call(venue, order);
      };
    });
    expect(status).toBe('SUCCEEDED');
    const [first = 0] = times('PlaceOrder');
    // entered, failed at once and, a second later, again
    expect(times('PlaceOrder').map((at) => at - first)).toEqual([0, 0, 1]);
    expect(world.venue.placed.map(({ id }) => id)).toEqual([`${windowId}-1`]);
  });
});

describe('a listing that cannot be reached at settlement', () => {
  const unreachable = async () => {
    throw new VenueUnavailableError('no answer');
  };

  test('for half an hour is asked until it can be', async () => {
    const { status, times, world } = await lived(({ deps, clock }) => {
      const { resolution } = deps.catalog;
      deps.catalog.resolution = unreachable;
      clock.at(secondsIn(2_760), async () => {
        deps.catalog.resolution = resolution;
      });
    });
    expect(status).toBe('SUCCEEDED');
    expect((await world.windows.of(windowId, 'settlement'))[0]).toMatchObject({ source: 'official' });
    expect(world.ledger.kinds()).toEqual(['opened', 'reserved', 'filled', 'settled']);
    // From 960 s each failure is tried again after 1, 2, 4, ..., 256 s, and then every 300 s: 1,471 s and so on.
    expect(times('Settle').at(-1)).toBe(1_471 + 4 * 300);
  });

  test('for hours leaves the decision to our own prints', async () => {
    const { status, world } = await lived(({ deps }) => {
      deps.catalog.resolution = unreachable;
    });
    expect(status).toBe('SUCCEEDED');
    expect((await world.windows.of(windowId, 'settlement'))[0]).toMatchObject({ source: 'recorded' });
  });
});

test('the venue is asked who won more and more seldom, for an hour and a half', async () => {
  const { times } = await lived(({ told }) => {
    told.winner = undefined;
  });
  // entered a minute after the close at 900 s; then each failure: at once, after 15, 30, 60, 120, 240, fifteen times 300 s
  const early = [960, 960, 975, 1_005, 1_065, 1_185];
  expect(times('Settle').slice(0, 6)).toEqual(early);
  expect(times('Settle').slice(6)).toEqual(Array.from({ length: 15 }, (_, index) => 1_425 + 300 * index));
  expect(times('SettleUnresolved')).toEqual([5_925]);
});

describe('a window that fails', () => {
  test('before an order can exist gives back what was reserved, and tells', async () => {
    const { status, states, world, account, window } = await lived(({ windows }) => {
      const { put } = windows;
      windows.put = async (id, record) => {
        if (record.kind === 'order') throw new StoreUnavailableError('the table is gone');
        await put.call(windows, id, record);
      };
    });
    expect(status).toBe('FAILED');
    expect(states.slice(-10)).toEqual([
      // sent again after one and two seconds
      ...['PlaceOrder', 'PlaceOrder', 'PlaceOrder'],
      ...['OrderUnanswered', 'AwaitFill', 'ConfirmFill', 'IsFilled'],
      ...['RecordFailure', 'RaiseAlert', 'Failed'],
    ]);
    expect(world.ledger.kinds()).toEqual(['opened', 'reserved', 'released']);
    expect([account?.reservations, window]).toEqual([{}, 'failed']);
    expect(world.notifier.alerts).toMatchObject([
      { message: `${windowId} failed: StoreUnavailableError: the table is gone` },
    ]);
  });

  test('while an order may exist keeps what was reserved, and tells', async () => {
    const { status, world, account, window } = await lived(({ venue }) => {
      venue.failure = new VenueUnavailableError('no answer');
    });
    expect(status).toBe('FAILED');
    expect(world.ledger.kinds()).toEqual(['opened', 'reserved']);
    expect(Object.keys(account?.reservations ?? {})).toEqual([windowId]);
    expect(window).toBe('failed');
    expect(world.notifier.alerts).toMatchObject([
      { message: expect.stringContaining(`${windowId} failed: OrderUnknownError: `) },
    ]);
  });

  test('to book its fill keeps what was reserved, and tells', async () => {
    const { status, world, account } = await lived(({ ledger }) => {
      const { append } = ledger;
      ledger.append = async (entry) => {
        if (entry.event.kind === 'filled') throw new StoreUnavailableError('the table is gone');
        await append.call(ledger, entry);
      };
    });
    expect(status).toBe('FAILED');
    expect(Object.keys(account?.reservations ?? {})).toEqual([windowId]);
    expect(world.notifier.alerts).toHaveLength(1);
  });

  test('for a moment goes on where it was', async () => {
    const { status, world } = await lived(({ ledger, windows }) => {
      ledger.conflicts = 3;
      windows.failure = new StoreUnavailableError('for a moment');
    });
    expect(status).toBe('SUCCEEDED');
    expect(world.ledger.kinds()).toEqual(['opened', 'reserved', 'filled', 'settled']);
  });
});
