import type { ApproveRisk, InputOf, OutputOf } from '../../shared/contracts/tasks.ts';
import { seriesId } from '../../shared/domain/market/series.ts';
import { type Approval, approve } from '../../shared/domain/risk/approve.ts';
import type { RiskParameters } from '../../shared/domain/risk/parameters.ts';
import type { Criterion } from '../../shared/domain/signal/criterion.ts';
import type { Decision } from '../../shared/domain/signal/evaluate.ts';
import { invariant } from '../../shared/domain/units/invariant.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Health } from '../../shared/ports/health.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import { postAfter, untilFirst } from '../../shared/ports/post.ts';
import type { Windows } from '../../shared/ports/windows.ts';

export interface ApproveRiskDeps {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly windows: Windows;
  readonly health: Health;
  readonly parameters: RiskParameters;
}

type Input = InputOf<typeof ApproveRisk>;
type Output = OutputOf<typeof ApproveRisk>;

/**
 * Sizes an entry, reserves its money in the ledger, and records the decision with all its criteria. What has been
 * reserved or ordered already was approved already. The reservation is the entry after the account that was judged:
 * when another window was first, this one is judged again, so that windows that enter together keep the limits.
 */
export function makeApproveRisk({ clock, ledger, windows, health, parameters }: ApproveRiskDeps) {
  return (input: Input): Promise<Output> => untilFirst(() => judgeOnce(input));

  async function judgeOnce({ windowId, market, rules, signal }: Input): Promise<Output> {
    const { decision } = signal;
    invariant(decision.kind === 'enter', 'only an entry asks to be approved');
    const head = await ledger.head();
    invariant(head !== undefined, 'an account is opened before it trades');
    const reserved = head.account.reservations[windowId];
    if (reserved !== undefined) return { kind: 'approved', stake: reserved.stake };
    const ordered = (await windows.records(windowId)).find(({ kind }) => kind === 'order');
    if (ordered?.kind === 'order') return { kind: 'approved', stake: ordered.order.stake };
    const now = clock.now();
    const { side, probability, limit, drift, depth, sigma } = decision.estimate;
    const approval = approve(
      {
        series: seriesId(market.window.series),
        side,
        probability,
        limit,
        drift,
        depth,
        sigma,
        acceptingOrders: market.acceptingOrders,
      },
      head.account,
      { parameters, rules, health: await health.recent(), now },
    );
    await windows.put(windowId, { kind: 'decision', at: signal.at, decision: judged(decision, approval) });
    if (approval.kind === 'rejected') return { kind: 'rejected', reason: approval.reason };
    const { stake, reserve } = approval;
    const event = { kind: 'reserved', windowId, amount: reserve, stake } as const;
    await postAfter(ledger, head, { event, at: now });
    return { kind: 'approved', stake };
  }
}

/** The decision as it ended: what the signal asked and what risk said to it. */
function judged(decision: Extract<Decision, { kind: 'enter' }>, approval: Approval): Decision {
  const criteria: readonly Criterion[] = [...decision.criteria, ...approval.criteria];
  if (approval.kind === 'approved') return { ...decision, criteria };
  const { strike, estimate } = decision;
  return { kind: 'skip', reason: approval.reason, criteria, strike, estimate };
}
