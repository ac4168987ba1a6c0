import type { InputOf, OutputOf } from '../../shared/contracts/tasks.ts';
import type { EdgeReview } from '../../shared/contracts/watch.ts';
import { performance } from '../../shared/domain/evidence/performance.ts';
import type { LedgerEntry } from '../../shared/domain/ledger/event.ts';
import { microUsdc } from '../../shared/domain/units/money.ts';
import { after, DAY_MS, type EpochMs, utcDay } from '../../shared/domain/units/time.ts';
import { type WatchedTrade, watchedTrade } from '../../shared/domain/watch/closed-trade.ts';
import { type Finding, reviewEdge, type Week } from '../../shared/domain/watch/edge-review.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { recordsOf } from '../../shared/ports/days.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import type { Metrics } from '../../shared/ports/metrics.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';
import { post } from '../../shared/ports/post.ts';
import type { Windows } from '../../shared/ports/windows.ts';

export interface EdgeReviewDeps {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly windows: Windows;
  readonly notifier: Notifier;
  readonly metrics: Metrics;
}

const WEEKS = 4;
const WEEK_MS = 7 * DAY_MS;

/**
 * Judges the four weeks before the day of `at` by the plan's exit criteria and No-Go gates. When one trips, entries are
 * halted by the kill switch, which only a recorded resume lifts, and people are told why.
 */
export function makeEdgeReview({ clock, ledger, windows, notifier, metrics }: EdgeReviewDeps) {
  return async ({ at }: InputOf<typeof EdgeReview>): Promise<OutputOf<typeof EdgeReview>> => {
    const start = after(utcDay(at), -WEEKS * WEEK_MS);
    const entries = await entriesFrom(ledger, start);
    const ids = entries.flatMap(({ event }) => (event.kind === 'settled' ? event.windowId : []));
    const trades = (await recordsOf(windows, ids)).map(watchedTrade).filter((trade) => trade !== undefined);
    const findings = reviewEdge(weeksOf(start, trades, entries));
    const { sharpe, evAtEntry, realisedPerShare } = performance(trades, [], microUsdc(1));
    if (sharpe !== null) metrics.record([{ metric: 'SharpeRatio', value: sharpe }]);
    const tripped = findings.filter((finding) => finding.tripped);
    if (tripped.length > 0) await halt(tripped);
    return { trades: trades.length, evAtEntry, realisedPerShare, findings, halted: tripped.length > 0 };
  };

  async function halt(tripped: readonly Finding[]): Promise<void> {
    const now = clock.now();
    const why = tripped.map(({ id, why: found }) => `${id}: ${found}`).join('; ');
    const reason = `edge review: ${why}`;
    await post(
      ledger,
      { kind: 'halted', halt: { breaker: 'kill-switch', severity: 'critical', since: now, reason } },
      now,
    );
    await notifier.notify({
      at: now,
      severity: 'critical',
      component: 'edge-review',
      message: `Entries are halted until a recorded resume. ${why}. What to do: docs/runbook.md#edge-review`,
      key: 'edge-review',
    });
  }
}

async function entriesFrom(ledger: Ledger, start: EpochMs): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for await (const entry of ledger.entries()) if (entry.at >= start) entries.push(entry);
  return entries;
}

/** A halt by hand or by an earlier review, or of a series whose outcome is in doubt, is no breaker. */
const isBreaker = ({ event }: LedgerEntry): boolean =>
  event.kind === 'halted' && !['kill-switch', 'pause', 'outcome'].includes(event.halt.breaker);

const weeksOf = (start: EpochMs, trades: readonly WatchedTrade[], entries: readonly LedgerEntry[]): Week[] =>
  Array.from({ length: WEEKS }, (_, week) => {
    const from = start + week * WEEK_MS;
    const within = (at: EpochMs): boolean => at >= from && at < from + WEEK_MS;
    return {
      trades: trades.filter(({ settledAt }) => within(settledAt)),
      breakers: entries.filter((entry) => isBreaker(entry) && within(entry.at)).length,
    };
  });
