import type { WorkflowDeps } from '../../../local/workflow/host.ts';
import { makeWorkflow } from '../../../local/workflow/run.ts';
import type { Transition } from '../../../local/workflow/transition.ts';
import { memoryExecutions } from './memory-executions.ts';
import { virtualTimers } from './virtual-timers.ts';

type States = Record<string, unknown>;

/** A machine that starts at its first state. */
export const machine = (States: States, fields: object = {}) => ({
  StartAt: Object.keys(States)[0],
  States,
  ...fields,
});

/** A Task that calls the function with all of its input and, unless told where to go, ends. */
export const invoke = (FunctionName: string, fields: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName, 'Payload.$': '$' },
  ...('Next' in fields ? {} : { End: true }),
  ...fields,
});

/** A Task that passes its token to the function and waits at most a minute for it. */
export const invokeWithToken = (FunctionName: string, fields: object = {}) => ({
  ...invoke(FunctionName, fields),
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Parameters: { FunctionName, Payload: { 'token.$': '$$.Task.Token', 'input.$': '$' } },
  ...('TimeoutSecondsPath' in fields ? {} : { TimeoutSeconds: 60 }),
});

/** A workflow over memory and a virtual clock, with the instants and inputs of all calls. */
export function rig(States: States, tasks: WorkflowDeps['tasks'] = {}, from = 0, fields: object = {}) {
  const timers = virtualTimers(from);
  const executions = memoryExecutions();
  const calls: [at: number, task: string, input: unknown][] = [];
  const transitions: Transition[] = [];
  const recorded = Object.entries(tasks).map(([name, task]) => [
    name,
    (input: unknown) => {
      calls.push([timers.now(), name, input]);
      return task(input);
    },
  ]);
  const workflow = makeWorkflow({
    definition: machine(States, fields),
    tasks: Object.fromEntries(recorded),
    timers,
    executions,
    newToken: ({ execution, visit, retry }) => `${execution}/${visit}/${retry}`,
    onTransition: (transition) => transitions.push(transition),
  });
  return { workflow, timers, executions, calls, transitions };
}

/** The record of an execution that was started with `input` and had a day to end. */
export async function run(States: States, input: unknown, tasks: WorkflowDeps['tasks'] = {}) {
  const { workflow, timers, executions } = rig(States, tasks);
  await workflow.start('e', input);
  await timers.advanceTo(86_400_000);
  return executions.get('e');
}

/** A task that fails with an error of this name. */
export const failing =
  (name: string, message = `${name} happened`) =>
  async (): Promise<never> => {
    throw Object.assign(new Error(message), { name });
  };
