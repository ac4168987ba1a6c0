import {
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { WorkflowUnavailableError } from '../../contracts/errors.ts';
import type { Workflow } from '../../ports/workflow.ts';

/** A client that gives up on an answer after seconds, so that whoever asks can ask again. */
export const sfnClient = (): SFNClient =>
  new SFNClient({
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });

/** What the service answers about a token that nothing waits with any more (facts/aws.md 3.2). */
const LATE: readonly string[] = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];

/**
 * Starts executions of a state machine: the name of an execution is the window's id, and the service refuses a name
 * that it has seen within ninety days.
 */
export const startWindow =
  (client: SFNClient, stateMachineArn: string): Workflow['start'] =>
  async (input) => {
    const request = { stateMachineArn, name: input.windowId, input: JSON.stringify(input) };
    try {
      await client.send(new StartExecutionCommand(request));
      return 'started';
    } catch (cause) {
      if ((cause as Error).name === 'ExecutionAlreadyExists') return 'known';
      throw translated(`${input.windowId} cannot be started`, cause);
    }
  };

/** Completes the token of an execution with a snapshot of its window. */
export const sendSnapshot =
  (client: SFNClient): Workflow['wake'] =>
  async (taskToken, snapshot) => {
    try {
      await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ snapshot }) }));
      return 'woken';
    } catch (cause) {
      if (LATE.includes((cause as Error).name)) return 'late';
      throw translated('a waiting window cannot be woken', cause);
    }
  };

/** The windows whose executions run; `gone` where there is no such state machine. */
export async function runningWindows(
  client: SFNClient,
  stateMachineArn: string,
): Promise<readonly string[] | 'gone'> {
  const names: string[] = [];
  let nextToken: string | undefined;
  try {
    do {
      const request = { stateMachineArn, statusFilter: 'RUNNING' as const, nextToken };
      const page = await client.send(new ListExecutionsCommand(request));
      names.push(...(page.executions ?? []).flatMap(({ name = [] }) => name));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  } catch (cause) {
    if ((cause as Error).name === 'StateMachineDoesNotExist') return 'gone';
    throw translated('running windows cannot be listed', cause);
  }
  return names.sort();
}

/** A TypeError is our own mistake, and says nothing of the service. */
function translated(what: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof TypeError) return cause;
  return new WorkflowUnavailableError(`${what}: ${cause.name}: ${cause.message}`, { cause });
}
