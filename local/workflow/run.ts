import { StoreUnavailableError } from '../../shared/contracts/errors.ts';
import { invariant } from '../../shared/domain/units/invariant.ts';
import { after, type EpochMs, SECOND_MS } from '../../shared/domain/units/time.ts';
import { makeAdvance, stateOf } from './advance.ts';
import type { TaskState } from './asl.ts';
import { parseDefinition } from './definition.ts';
import type { Execution } from './execution.ts';
import type { Workflow, WorkflowDeps } from './host.ts';
import { entered, waited } from './interpret.ts';
import { goesOnAt, isRepeatable } from './rest.ts';
import { toFailure } from './states-error.ts';
import type { Step } from './step.ts';
import { callOf, failed, finished, taskInput } from './task-state.ts';

const TIMED_OUT: Step = {
  kind: 'fail',
  failure: { error: 'States.Timeout', cause: 'the execution took longer than the workflow allows' },
};

/** The local Step Functions: the definition that runs in AWS, on the clock and the storage of the host. */
export function makeWorkflow(deps: WorkflowDeps): Workflow {
  const { tasks, timers, executions, newToken, onTransition } = deps;
  const definition = parseDefinition(deps.definition, new Set(Object.keys(tasks)));
  const advance = makeAdvance({ definition, newToken });
  const starting = new Set<string>();
  /** How far each running execution has come. Whoever holds an older record comes too late. */
  const latest = new Map<string, Execution>();
  const isLatest = (execution: Execution) => latest.get(execution.name) === execution;

  async function move(from: Execution, step: Step, at: EpochMs): Promise<void> {
    const { execution, transitions } = advance(from, step, at);
    latest.set(execution.name, execution);
    if (!isRepeatable(definition, from, execution)) await executions.save(execution);
    for (const transition of transitions) onTransition?.(transition);
    if (!isLatest(execution)) return;
    if (execution.status !== 'RUNNING') latest.delete(execution.name);
    else if (restsUntil(execution) <= timers.now()) await goOn(execution);
    else arm(execution);
  }

  /** The end of its rest, or of the time that the workflow gives to an execution. */
  const endsAt = ({ startedAt }: Execution) =>
    startedAt + (definition.TimeoutSeconds ?? Number.POSITIVE_INFINITY) * SECOND_MS;
  const restsUntil = (execution: Execution) =>
    Math.min(goesOnAt(definition, execution), endsAt(execution)) as EpochMs;
  const arm = (execution: Execution) => timers.at(restsUntil(execution), () => goOn(execution));

  async function goOn(execution: Execution): Promise<void> {
    if (!isLatest(execution)) return;
    if (endsAt(execution) <= timers.now()) return move(execution, TIMED_OUT, timers.now());
    const state = stateOf(definition, execution);
    const at = execution.dueAt ?? execution.enteredAt;
    if (state.Type === 'Wait') return move(execution, waited(state, execution), at);
    invariant(state.Type === 'Task', 'an execution rests in a task or a wait');
    const { needsToken, timeoutMs } = callOf(state, execution);
    if (needsToken && execution.token === undefined) return move(execution, entered(state, execution), at);
    if (timeoutMs !== undefined) {
      timers.at(needsToken ? at : after(timers.now(), timeoutMs), () => timeOut(state, execution));
    }
    const step = await call(state, execution);
    if (step !== undefined && isLatest(execution)) await move(execution, step, timers.now());
  }

  /** What the task leads to; undefined where only its token does. */
  async function call(state: TaskState, execution: Execution): Promise<Step | undefined> {
    const task = tasks[state.Parameters.FunctionName];
    invariant(task !== undefined, 'every task of the definition is wired');
    let result: unknown;
    try {
      result = asJson(await task(asJson(taskInput(state, execution))));
    } catch (error) {
      const failure = toFailure(error);
      if (failure.error === 'InvariantError') throw error;
      return failed(state, execution, failure);
    }
    return callOf(state, execution).needsToken ? undefined : finished(state, execution, { Payload: result });
  }

  async function timeOut(state: TaskState, execution: Execution): Promise<void> {
    if (!isLatest(execution)) return;
    const failure = {
      error: 'States.Timeout',
      cause: `no result of ${state.Parameters.FunctionName} in time`,
    };
    await move(execution, failed(state, execution, failure), timers.now());
  }

  async function wake(
    token: string,
    step: (state: TaskState, execution: Execution) => Step,
  ): Promise<boolean> {
    const execution = latest.values().find((candidate) => candidate.token === token);
    if (execution === undefined || goesOnAt(definition, execution) > timers.now()) return false;
    const state = stateOf(definition, execution);
    invariant(state.Type === 'Task', 'only tasks have tokens');
    await move(execution, step(state, execution), timers.now());
    return true;
  }

  async function start(name: string, input: unknown): Promise<'started' | 'exists'> {
    if (starting.has(name)) return 'exists';
    starting.add(name);
    try {
      if ((await executions.get(name)) !== undefined) return 'exists';
      await begin(name, asJson(input), timers.now());
      return 'started';
    } finally {
      starting.delete(name);
    }
  }

  async function begin(name: string, input: unknown, at: EpochMs): Promise<void> {
    const { StartAt } = definition;
    const before: Execution = {
      name,
      input,
      status: 'RUNNING',
      startedAt: at,
      state: StartAt,
      enteredAt: at,
      visit: 0,
      stateInput: input,
      attempts: [],
    };
    await move(before, { kind: 'next', to: StartAt, data: input }, at);
  }

  async function resume(): Promise<void> {
    const running = (await executions.running()).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name, state } of running) {
      const type = definition.States[state]?.Type;
      if (type === 'Task' || type === 'Wait') continue;
      throw new StoreUnavailableError(
        `execution ${name} rests in ${state}, which this workflow has changed: ${REMEDY}`,
      );
    }
    latest.clear();
    for (const execution of running) {
      latest.set(execution.name, execution);
      arm(execution);
    }
  }

  return {
    start,
    resume,
    complete: (token, output) =>
      wake(token, (state, execution) => finished(state, execution, asJson(output))),
    fail: (token, error, cause) =>
      wake(token, (state, execution) => failed(state, execution, { error, cause })),
  };
}

const REMEDY = 'finish it with the version that started it';

/** What is left of a value on its way to a function and back. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? 'null');
