import type { LaunchWindow } from '../../shared/contracts/launch.ts';
import type { InputOf, OutputOf } from '../../shared/contracts/tasks.ts';
import { executionInput } from '../../shared/domain/market/execution-input.ts';
import type { Series } from '../../shared/domain/market/series.ts';
import { type Window, windowAt, windowId } from '../../shared/domain/market/window.ts';
import { entryWindow, type SignalParameters } from '../../shared/domain/signal/evaluate.ts';
import type { MicroUsdc } from '../../shared/domain/units/money.ts';
import { after, type EpochMs, MINUTE_MS } from '../../shared/domain/units/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import { post } from '../../shared/ports/post.ts';
import type { Workflow } from '../../shared/ports/workflow.ts';

export interface LaunchWindowDeps {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly workflow: Pick<Workflow, 'start'>;
  readonly series: readonly Series[];
  readonly capital: MicroUsdc;
  readonly parameters: SignalParameters;
}

/** A schedule fires a minute before its windows open. */
const LEAD_MS = 2 * MINUTE_MS;

/**
 * Starts the executions of the windows that open within two minutes after the minute that was scheduled; those of other
 * lengths are left to their own minutes. The account is opened first, if it is new. Run again, it starts nothing twice.
 */
export function makeLaunchWindow(deps: LaunchWindowDeps) {
  const { clock, ledger, workflow, series, capital, parameters } = deps;
  return async ({ at }: InputOf<typeof LaunchWindow>): Promise<OutputOf<typeof LaunchWindow>> => {
    await post(ledger, { kind: 'opened', capital }, clock.now());
    const told: OutputOf<typeof LaunchWindow> = { started: [], known: [] };
    for (const window of series.flatMap((each) => opening(each, at))) {
      const input = executionInput(window, entryWindow(window, parameters));
      told[await workflow.start(input)].push(windowId(window));
    }
    return told;
  };
}

/** The windows of `series` with at < openAt <= at + two minutes: one, or none. */
function opening(series: Series, at: EpochMs): Window[] {
  const window = windowAt(series, after(at, LEAD_MS));
  return window.openAt > at ? [window] : [];
}
