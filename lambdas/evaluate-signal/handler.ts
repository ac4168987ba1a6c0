import type { EvaluateSignal, InputOf, OutputOf } from '../../shared/contracts/tasks.ts';
import { agedTo } from '../../shared/domain/signal/age.ts';
import { evaluate, type SignalParameters } from '../../shared/domain/signal/evaluate.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { HotState } from '../../shared/ports/hot-state.ts';
import type { Windows } from '../../shared/ports/windows.ts';

export interface EvaluateSignalDeps {
  readonly clock: Clock;
  readonly hot: HotState;
  readonly windows: Windows;
  readonly parameters: SignalParameters;
}

/** The decision of record: from the snapshot that woke the execution, else from the hot state, else from nothing. */
export function makeEvaluateSignal({ clock, hot, windows, parameters }: EvaluateSignalDeps) {
  return async ({
    windowId,
    window,
    rules,
    snapshot,
  }: InputOf<typeof EvaluateSignal>): Promise<OutputOf<typeof EvaluateSignal>> => {
    const at = clock.now();
    const known = snapshot ?? (await hot.snapshot(windowId)) ?? { at, tickSize: rules.tickSize, books: {} };
    const decision = evaluate(window, rules, agedTo(known, at, parameters.maxSourceAgeMs), parameters);
    await windows.put(windowId, { kind: 'decision', at, decision });
    return { at, decision };
  };
}
