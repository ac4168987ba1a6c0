import {
  GetScheduleCommand,
  ListSchedulesCommand,
  type SchedulerClient,
  UpdateScheduleCommand,
  type UpdateScheduleCommandInput,
} from '@aws-sdk/client-scheduler';
import { WorkflowUnavailableError } from '../../contracts/errors.ts';

/** `kept`: it was so already, or is off for a reason of somebody else's. */
type Switched = 'switched' | 'kept' | 'gone';

/** Ends the description of a schedule that was switched off here: one that a person switched off is left alone. */
const MARK = ' (off since `quarterhour destroy`)';

/** The names of the schedules that begin with `prefix`. */
export async function scheduleNames(client: SchedulerClient, prefix: string): Promise<readonly string[]> {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const request = new ListSchedulesCommand({ GroupName: 'default', NamePrefix: prefix, NextToken });
    const page = await asked('schedules cannot be listed', client.send(request));
    names.push(...(page.Schedules ?? []).flatMap(({ Name = [] }) => Name));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return names;
}

/** Lets a schedule rest until `switchOn`. */
export const switchOff = (client: SchedulerClient, name: string): Promise<Switched> =>
  change(client, name, ({ State, Description = '' }) =>
    State === 'DISABLED'
      ? undefined
      : { State: 'DISABLED', Description: `${Description.replace(MARK, '')}${MARK}` },
  );

/** Lets a schedule that `switchOff` laid to rest call again. */
export const switchOn = (client: SchedulerClient, name: string): Promise<Switched> =>
  change(client, name, ({ State, Description = '' }) =>
    State === 'DISABLED' && Description.endsWith(MARK)
      ? { State: 'ENABLED', Description: Description.slice(0, -MARK.length) }
      : undefined,
  );

interface Changeable {
  readonly State?: 'ENABLED' | 'DISABLED' | undefined;
  readonly Description?: string | undefined;
}

/** An update replaces the whole schedule: what is not sent again is lost. */
async function change(
  client: SchedulerClient,
  name: string,
  changed: (before: Changeable) => Changeable | undefined,
): Promise<Switched> {
  try {
    const answer = await client.send(new GetScheduleCommand({ GroupName: 'default', Name: name }));
    const { $metadata, Arn, CreationDate, LastModificationDate, ...before } = answer;
    const changes = changed(before);
    if (changes === undefined) return 'kept';
    await client.send(new UpdateScheduleCommand({ ...(before as UpdateScheduleCommandInput), ...changes }));
    return 'switched';
  } catch (cause) {
    if ((cause as Error).name === 'ResourceNotFoundException') return 'gone';
    throw translated(`schedule ${name} cannot be switched`, cause);
  }
}

async function asked<Answer>(what: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (cause) {
    throw translated(what, cause);
  }
}

/** A TypeError is our own mistake, and says nothing of the service. */
function translated(what: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof TypeError) return cause;
  return new WorkflowUnavailableError(`${what}: ${cause.name}: ${cause.message}`, { cause });
}
