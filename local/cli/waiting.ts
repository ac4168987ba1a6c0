import { runningWindows } from '../../shared/adapters/sfn/workflow.ts';
import { MINUTE_MS } from '../../shared/domain/units/time.ts';
import { type Aws, REGION } from '../deploy/clients.ts';
import { drain } from '../deploy/drain.ts';
import type { Patience } from '../deploy/patience.ts';
import type { Voice } from './output.ts';
import { type Progress, showProgress } from './progress.ts';

interface Waiting {
  readonly aws: Pick<Aws, 'sfn'>;
  readonly patience: Patience;
  readonly voice: Voice;
}

/** Waits for the windows that run in the account, and says which are left. */
export async function windowsLeft(
  account: string,
  forMs: number,
  { aws, patience, voice }: Waiting,
): Promise<readonly string[]> {
  const arn = `arn:aws:states:${REGION}:${account}:stateMachine:quarterhour-trade-window`;
  const said = sayWaiting(forMs, voice);
  const running = () => runningWindows(aws.sfn, arn);
  const left = await drain({ running, patience, forMs, show: said.show }).finally(said.stop);
  if (patience.interrupted.aborted) voice.note('Interrupted: nothing was destroyed.');
  else if (left.length > 0) voice.note(farewell(left.join(', '), forMs));
  return left;
}

const farewell = (names: string, forMs: number): string =>
  forMs === 0
    ? `Not waited for: ${names}. What they reserved or hold stays open in the ledger.`
    : `Nothing was destroyed, since these still run: ${names}. Run it again with a longer --wait, or with --wait 0 to cut them off.`;

/** A note when what is waited for changes, and on a terminal a bar of the time that has passed. */
function sayWaiting(forMs: number, voice: Voice) {
  let told: string | undefined;
  let bar: Progress | undefined;
  return {
    show: (windows: readonly string[], waitedMs: number): void => {
      const what =
        windows.length > 0 ? `for ${windows.join(', ')}` : 'two minutes for launches that may be late';
      if (what !== told) {
        bar?.stop();
        const minutes = Math.ceil((forMs - waitedMs) / MINUTE_MS);
        voice.note(`Waiting ${what}, at most ${minutes} min.`);
        bar = showProgress('waiting');
        told = what;
      }
      bar?.update(waitedMs / forMs);
    },
    stop: (): void => bar?.stop(),
  };
}
