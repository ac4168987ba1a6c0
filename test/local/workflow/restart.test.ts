import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Execution, Executions } from '../../../local/workflow/execution.ts';
import { makeWorkflow } from '../../../local/workflow/run.ts';
import { StoreUnavailableError } from '../../../shared/contracts/errors.ts';
import { memoryExecutions } from './memory-executions.ts';
import { failing, invoke, invokeWithToken, machine, rig } from './rig.ts';
import { virtualTimers } from './virtual-timers.ts';

/** A trade window in small: every kind of state, a loop, retries, a token that is renewed and one that times out. */
const tradeWindow = machine({
  OpenWindow: invoke('open', {
    ResultSelector: { 'id.$': '$.Payload.id' },
    ResultPath: '$.market',
    Next: 'Observe',
  }),
  Observe: { Type: 'Wait', TimestampPath: '$.entryAt', Next: 'AwaitTrigger' },
  AwaitTrigger: invokeWithToken('await', {
    Retry: [{ ErrorEquals: ['CollectorBusyError'], IntervalSeconds: 10, MaxAttempts: 2 }],
    Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: '$.silence', Next: 'EvaluateSignal' }],
    ResultPath: '$.trigger',
    Next: 'EvaluateSignal',
  }),
  EvaluateSignal: invoke('evaluate', { ResultPath: '$.signal', Next: 'Decide' }),
  Decide: {
    Type: 'Choice',
    Choices: [
      { Variable: '$.signal.Payload.kind', StringEquals: 'enter', Next: 'PlaceOrder' },
      { Variable: '$.signal.Payload.kind', StringEquals: 'wait', Next: 'AwaitTrigger' },
    ],
    Default: 'Done',
  },
  PlaceOrder: invoke('place', {
    Parameters: { FunctionName: 'place', Payload: { 'id.$': '$.market.id', 'at.$': '$$.State.EnteredTime' } },
    Retry: [{ ErrorEquals: ['VenueUnavailableError'], IntervalSeconds: 2, MaxAttempts: 4 }],
    ResultPath: '$.order',
    Next: 'Pause',
  }),
  Pause: { Type: 'Wait', Seconds: 5, Next: 'ConfirmFill' },
  ConfirmFill: invoke('confirm', { ResultPath: '$.fill', Next: 'Filled' }),
  Filled: {
    Type: 'Choice',
    Choices: [{ Variable: '$.fill.Payload.done', BooleanEquals: true, Next: 'HoldToClose' }],
    Default: 'Pause',
  },
  HoldToClose: { Type: 'Wait', Timestamp: '1970-01-01T00:15:00Z', Next: 'Settle' },
  Settle: invoke('settle', { Retry: [{ ErrorEquals: ['UnresolvedError'], MaxAttempts: 9 }], Next: 'Done' }),
  Done: { Type: 'Succeed' },
});

interface Kill {
  /** Dies at this save of the process, before or after it has reached the storage, */
  readonly save?: { readonly number: number; readonly stored: boolean };
  /** or at this instant. */
  readonly at?: number;
}

class Killed extends Error {}

function mortal(storage: Executions, { save }: Kill): Executions {
  let number = 0;
  return {
    ...storage,
    async save(execution) {
      const dies = ++number === save?.number;
      if (!dies || save?.stored) await storage.save(execution);
      if (dies) throw new Killed();
    },
  };
}

/** One process: reads the tape from its beginning and takes up what an earlier one has left. */
async function live(storage: Executions, effects: Set<string>, kill: Kill): Promise<void> {
  const timers = virtualTimers();
  const tokens = new Set<string>();
  const since = (at: number, name: string, value: unknown) =>
    timers.now() >= at ? Promise.resolve(value) : failing(name)();
  const tasks: Record<string, (input: unknown) => Promise<unknown>> = {
    open: async () => ({ id: 'w1', noise: 1 }),
    // the first call is refused, at the entry and at 180 s
    await: async (input) => {
      await since(185_000, 'CollectorBusyError', null);
      tokens.add((input as { token: string }).token);
    },
    evaluate: async () => ({ kind: timers.now() < 300_000 ? 'wait' : 'enter' }),
    place: () => since(330_000, 'VenueUnavailableError', { order: 'o1' }),
    confirm: async () => ({ done: timers.now() > 345_000 }),
    settle: () => since(903_000, 'UnresolvedError', { outcome: 'up' }),
  };
  const workflow = makeWorkflow({
    definition: tradeWindow,
    tasks: Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [
        name,
        (input: unknown) => {
          effects.add(JSON.stringify([timers.now(), name, input]));
          return task(input);
        },
      ]),
    ),
    timers,
    executions: mortal(storage, kill),
    newToken: ({ visit, retry }) => `${visit}/${retry}`,
  });
  const trigger = async () => {
    for (const token of [...tokens]) await workflow.complete(token, { tick: timers.now() });
  };
  timers.at(timers.now(), async () => void (await workflow.start('w1', { entryAt: '1970-01-01T00:03:00Z' })));
  for (const at of [100_000, 240_000, 600_000]) timers.at(at as ReturnType<typeof timers.now>, trigger);
  await workflow.resume();
  await timers.advanceTo(kill.at ?? 3_600_000);
}

/** What is left when processes are killed one after the other and a last one may go on. */
async function survive(
  kills: readonly Kill[],
): Promise<{ ended: Execution | undefined; effects: Set<string>; saves: number }> {
  const storage = memoryExecutions();
  const effects = new Set<string>();
  for (const kill of [...kills, {}]) {
    await live(storage, effects, kill).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
  }
  return { ended: await storage.get('w1'), effects, saves: storage.saves().length };
}

const { saves, ...undisturbed } = await survive([]);

describe('a trade window', () => {
  test('runs to its end when nothing happens to it', () => {
    expect(undisturbed.ended).toMatchObject({ status: 'SUCCEEDED', state: 'Done' });
    const at = [...undisturbed.effects]
      .map((effect) => JSON.parse(effect) as [number, string])
      .map(([when, task]) => `${when / 1_000} ${task}`);
    expect(at).toEqual([
      '0 open',
      // refused at 180 s, so again after 10 s; the tick of 240 s is too early to enter, then a minute of silence
      '180 await',
      '190 await',
      '240 evaluate',
      '240 await',
      '300 evaluate',
      // retries after 2, 4, 8 and 16 s
      '300 place',
      '302 place',
      '306 place',
      '314 place',
      '330 place',
      // every 5 s until after 345 s
      '335 confirm',
      '340 confirm',
      '345 confirm',
      '350 confirm',
      // retries after 1 and 2 s
      '900 settle',
      '901 settle',
      '903 settle',
    ]);
  });

  const everySave = Array.from({ length: saves }, (_, index) => index + 1);
  test.each(
    everySave.flatMap((number) => [
      { number, stored: false },
      { number, stored: true },
    ]),
  )('ends the same when killed at save %o', async (save) => {
    expect(await survive([{ save }])).toMatchObject(undisturbed);
  });

  test('ends the same however often and whenever it is killed', async () => {
    const kill = fc.oneof(
      fc.record({ save: fc.record({ number: fc.integer({ min: 1, max: saves }), stored: fc.boolean() }) }),
      fc.record({ at: fc.integer({ min: 0, max: 1_000 }).map((seconds) => seconds * 1_000) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(kill, { minLength: 1, maxLength: 4 }), async (kills) => {
        const { ended, effects } = await survive(kills);
        expect({ ended, effects }).toStrictEqual(undisturbed);
      }),
      { numRuns: 60 },
    );
  });
});

describe('taking up an execution', () => {
  const States = { T: invokeWithToken('f'), Done: { Type: 'Succeed' } };
  const quiet = { f: async () => null };

  test('its token is unknown until the clock has reached the state, and the task passes it on again', async () => {
    const before = rig(States, quiet, 30_000);
    await before.workflow.start('e', {});
    const [saved] = before.executions.saves();
    const { workflow, timers, calls, executions } = rig(States, quiet);
    await executions.save(saved as Execution);
    await workflow.resume();
    expect(await workflow.complete('e/1/0', 'early')).toBe(false);
    expect(calls).toEqual([]);
    await timers.advanceTo(30_000);
    expect(calls).toEqual([[30_000, 'f', { token: 'e/1/0', input: {} }]]);
    expect(await workflow.complete('e/1/0', 'now')).toBe(true);
  });

  test('after its time the wait is over at once, at the instant it was due', async () => {
    const Wait = { W: { Type: 'Wait', Seconds: 60, Next: 'T' }, T: invoke('f') };
    const before = rig(Wait, quiet);
    await before.workflow.start('e', {});
    const { workflow, timers, calls, executions } = rig(Wait, quiet, 100_000);
    await executions.save(before.executions.saves()[0] as Execution);
    await workflow.resume();
    await timers.advanceTo(100_000);
    expect(calls).toEqual([[100_000, 'f', {}]]);
    expect(await executions.get('e')).toMatchObject({
      status: 'SUCCEEDED',
      enteredAt: 60_000,
      stoppedAt: 100_000,
    });
  });

  test('in a state that the workflow no longer has is refused', async () => {
    const before = rig(States, quiet);
    await before.workflow.start('e', {});
    const { workflow, executions } = rig({ Other: { Type: 'Succeed' } });
    await executions.save(before.executions.saves()[0] as Execution);
    await expect(workflow.resume()).rejects.toThrow(StoreUnavailableError);
  });

  test('stands still after a failed save until it is resumed', async () => {
    const storage = memoryExecutions();
    const timers = virtualTimers();
    const workflow = makeWorkflow({
      definition: machine(States),
      tasks: quiet,
      timers,
      executions: mortal(storage, { save: { number: 2, stored: false } }),
      newToken: () => 't',
    });
    await workflow.start('e', {});
    await expect(workflow.complete('t', 1)).rejects.toThrow(Killed);
    expect(await workflow.complete('t', 1)).toBe(false);
    await workflow.resume();
    expect(await workflow.complete('t', 2)).toBe(true);
    expect(await storage.get('e')).toMatchObject({ status: 'SUCCEEDED', output: 2 });
  });
});
