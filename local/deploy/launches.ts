import { scheduleNames, switchOff, switchOn } from '../../shared/adapters/scheduler/schedules.ts';
import type { Aws } from './clients.ts';

type Scheduling = Pick<Aws, 'scheduler'>;

/** The schedules that launch windows, one for each length; none when they are gone. */
export const launchNames = ({ scheduler }: Scheduling): Promise<readonly string[]> =>
  scheduleNames(scheduler, 'quarterhour-launch-');

/** From now on these launch nothing. */
export async function haltLaunches(names: readonly string[], { scheduler }: Scheduling): Promise<void> {
  for (const name of names) await switchOff(scheduler, name);
}

/** Gives the names of those that launch again. CloudFormation does not see that a schedule is off, so it leaves it so. */
export async function resumeLaunches(aws: Scheduling): Promise<readonly string[]> {
  const resumed: string[] = [];
  for (const name of await launchNames(aws))
    if ((await switchOn(aws.scheduler, name)) === 'switched') resumed.push(name);
  return resumed;
}
