import { type ApproveRiskDeps, makeApproveRisk } from '../lambdas/approve-risk/handler.ts';
import { makeAwaitTrigger } from '../lambdas/await-trigger/handler.ts';
import { type ConfirmFillDeps, makeConfirmFill } from '../lambdas/confirm-fill/handler.ts';
import { type EvaluateSignalDeps, makeEvaluateSignal } from '../lambdas/evaluate-signal/handler.ts';
import { makeOpenWindow, type OpenWindowDeps } from '../lambdas/open-window/handler.ts';
import { makePlaceOrder, type PlaceOrderDeps } from '../lambdas/place-order/handler.ts';
import { makeRaiseAlert, type RaiseAlertDeps } from '../lambdas/raise-alert/handler.ts';
import { makeReconcile } from '../lambdas/reconcile/handler.ts';
import { makeRecordSkip } from '../lambdas/record-skip/handler.ts';
import { makeSettlePosition, type SettlePositionDeps } from '../lambdas/settle-position/handler.ts';
import { Reconcile } from '../shared/contracts/launch.ts';
import * as contract from '../shared/contracts/tasks.ts';
import type { RiskParameters } from '../shared/domain/risk/parameters.ts';
import type { SignalParameters } from '../shared/domain/signal/evaluate.ts';
import type { Triggers } from '../shared/ports/triggers.ts';
import { pipeline } from '../shared/runtime/pipeline.ts';
import type { TaskName } from '../shared/workflow/trade-window.ts';
import { hosted } from './hosted.ts';

/** Everything that the tasks need of the world, in this process. */
export type TaskDeps = OpenWindowDeps &
  Omit<EvaluateSignalDeps, 'parameters'> &
  Omit<ApproveRiskDeps, 'parameters'> &
  PlaceOrderDeps &
  ConfirmFillDeps &
  Omit<SettlePositionDeps, 'parameters'> &
  RaiseAlertDeps & {
    readonly triggers: Triggers;
    readonly signal: SignalParameters;
    readonly risk: RiskParameters;
  };

/** What takes care of the windows that their executions left behind. */
export function localReconcile(deps: TaskDeps): (input: unknown) => Promise<unknown> {
  const reconcile = makeReconcile({
    ...deps,
    confirm: makeConfirmFill(deps),
    release: makeRecordSkip(deps),
    settle: makeSettlePosition({ ...deps, parameters: deps.risk }),
  });
  return hosted('reconcile', pipeline(Reconcile, reconcile));
}

/** Every task of the workflow with its contract. A task without wiring does not compile. */
export function localTasks(deps: TaskDeps): Record<TaskName, (input: unknown) => Promise<unknown>> {
  const risk = { ...deps, parameters: deps.risk };
  const tasks = {
    'open-window': pipeline(contract.OpenWindow, makeOpenWindow(deps)),
    'await-trigger': pipeline(contract.AwaitTrigger, makeAwaitTrigger(deps)),
    'evaluate-signal': pipeline(
      contract.EvaluateSignal,
      makeEvaluateSignal({ ...deps, parameters: deps.signal }),
    ),
    'approve-risk': pipeline(contract.ApproveRisk, makeApproveRisk(risk)),
    'place-order': pipeline(contract.PlaceOrder, makePlaceOrder(deps)),
    'confirm-fill': pipeline(contract.ConfirmFill, makeConfirmFill(deps)),
    'settle-position': pipeline(contract.SettlePosition, makeSettlePosition(risk)),
    'record-skip': pipeline(contract.RecordSkip, makeRecordSkip(deps)),
    'raise-alert': pipeline(contract.RaiseAlert, makeRaiseAlert(deps)),
  };
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [name, hosted(name, task)]),
  ) as Record<TaskName, (input: unknown) => Promise<unknown>>;
}
