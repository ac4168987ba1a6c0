import { createHash } from 'node:crypto';
import type {
  WindowRecord as ChartWindow,
  DecisionRecord,
  FillRecord,
  ReplayRecord,
} from '../shared/charts/records.ts';
import { forecastOf } from '../shared/domain/evidence/forecast.ts';
import { type ClosedTrade, type Forecast, performance } from '../shared/domain/evidence/performance.ts';
import { type DecidedStrike, strikeError, strikeFigures } from '../shared/domain/evidence/strike-errors.ts';
import type { Fill } from '../shared/domain/execution/order.ts';
import { totalFills } from '../shared/domain/execution/walk.ts';
import { type Account, equity } from '../shared/domain/ledger/account.ts';
import type { LedgerEntry } from '../shared/domain/ledger/event.ts';
import { LENGTH_MS } from '../shared/domain/market/series.ts';
import { windowAt, windowId } from '../shared/domain/market/window.ts';
import type { RecordOf, WindowRecord } from '../shared/domain/record.ts';
import type { Decision, Strategy } from '../shared/domain/signal/evaluate.ts';
import { invariant } from '../shared/domain/units/invariant.ts';
import { formatPrice, formatShares, formatUsdc, microUsdc } from '../shared/domain/units/money.ts';
import { after, DAY_MS, type EpochMs, toIso, utcDay } from '../shared/domain/units/time.ts';
import type { Ledger } from '../shared/ports/ledger.ts';
import type { Windows } from '../shared/ports/windows.ts';
import type { Replayed } from './replay.ts';
import type { TapeSource } from './tape-source.ts';

/** An order as it is told: its id, its terms and what became of it. */
interface OrderResult {
  readonly id: string;
  readonly at: string;
  readonly side: string;
  readonly type: string;
  readonly limit: string;
  readonly stake: string;
  readonly makerAmount: string;
  readonly takerAmount: string;
  readonly status: string;
}

/** The JSON result of `replay` (design section 9): what the charts read, the orders, and what the account did. */
export interface ReplayResult extends ReplayRecord {
  readonly run: string;
  readonly windows: readonly (ChartWindow & {
    readonly slug: string;
    readonly orders: readonly OrderResult[];
  })[];
  readonly eventsPerSecond: number;
}

interface Told {
  readonly window: ReplayResult['windows'][number];
  readonly trade: ClosedTrade | undefined;
  readonly settledAt: EpochMs | undefined;
  readonly forecast: Forecast | undefined;
  /** The strike that the last decision went by, and what became of it. */
  readonly strike: DecidedStrike | undefined;
}

/** Reads back everything that a run left in its store. */
export async function readResult(
  { windows, ledger }: { windows: Windows; ledger: Ledger },
  run: {
    id: string;
    strategy: Strategy;
    source: TapeSource;
    path: string;
    replayed: Replayed;
    elapsedMs: number;
  },
): Promise<ReplayResult> {
  const records = new Map<string, readonly WindowRecord[]>();
  for (const id of await idsOf(windows, run.replayed)) records.set(id, await windows.records(id));
  const strikes = trueStrikes(records);
  const told = [...records].map(([id, of]) => tell(id, of, strikes));
  const { account, entries, capital, digest: ledgerDigest } = await readLedger(ledger);
  const trades = told.filter(({ trade }) => trade !== undefined);
  trades.sort((a, b) => (a.settledAt ?? 0) - (b.settledAt ?? 0));
  const forecasts = told.flatMap(({ forecast }) => forecast ?? []);
  const figures = performance(
    trades.map(({ trade }) => trade as ClosedTrade),
    forecasts,
    capital,
  );
  const { startingCapital, peakEquity, bestTrade, worstTrade, averageTrade, ...ratios } = figures;
  const decided = {
    windows: told.map(({ window }) => window),
    account: toAccount(account),
    performance: {
      ...ratios,
      startingCapital: formatUsdc(startingCapital),
      peakEquity: formatUsdc(peakEquity),
      bestTrade: bestTrade === null ? null : formatUsdc(bestTrade),
      worstTrade: worstTrade === null ? null : formatUsdc(worstTrade),
      averageTrade: averageTrade === null ? null : formatUsdc(averageTrade),
    },
    strikes: toStrikes(told.flatMap(({ strike }) => strike ?? [])),
    ledger: { entries, digest: ledgerDigest },
  };
  const { from, to, events, problems } = run.replayed;
  return {
    run: run.id,
    tape: {
      path: run.path,
      title: run.source.header.title,
      synthetic: run.source.header.synthetic,
      from: toIso(from),
      to: toIso(to),
      events,
    },
    strategy: run.strategy,
    ...decided,
    feed: {
      problems: problems.list().map(({ kind, channel, reason, count, first }) => ({
        kind: kind === reason ? kind : `${kind}: ${reason}`,
        channel,
        count,
        first,
      })),
    },
    digest: sha256(JSON.stringify(decided)),
    elapsedMs: Math.round(run.elapsedMs),
    eventsPerSecond: Math.round((events / run.elapsedMs) * 1000),
  };
}

async function idsOf(windows: Windows, { from, to }: Replayed): Promise<string[]> {
  const ids: string[] = [];
  const first = after(from, -LENGTH_MS['4h']);
  for (let day = utcDay(first); day <= to; day = after(day, DAY_MS)) ids.push(...(await windows.ofDay(day)));
  return ids.sort((a, b) => openSecond(a) - openSecond(b) || a.localeCompare(b));
}

const openSecond = (id: string): number => Number(id.slice(id.lastIndexOf('-') + 1));

async function readLedger(ledger: Ledger) {
  let last: LedgerEntry | undefined;
  let capital = microUsdc(0);
  for await (const entry of ledger.entries()) {
    if (entry.event.kind === 'opened') capital = entry.event.capital;
    last = entry;
  }
  invariant(last !== undefined, 'a run opens its account');
  return { account: last.account, entries: last.seq, capital, digest: last.digest };
}

function toStrikes(decided: readonly DecidedStrike[]): ReplayRecord['strikes'] {
  const { meanError, ...counts } = strikeFigures(decided);
  return { ...counts, meanErrorUsd: meanError === null ? null : formatUsdc(meanError) };
}

function toAccount(account: Account): ReplayRecord['account'] {
  return {
    cash: formatUsdc(account.cash),
    equity: formatUsdc(equity(account)),
    realizedPnl: formatUsdc(account.realizedPnl),
    fees: formatUsdc(account.fees),
    openPositions: Object.keys(account.positions).length,
  };
}

/** By window, the strikes that were no estimates in the end. */
function trueStrikes(windows: ReadonlyMap<string, readonly WindowRecord[]>): ReadonlyMap<string, string> {
  const strikes = new Map<string, string>();
  for (const [id, records] of windows)
    for (const record of records)
      if (record.kind === 'settlement' && record.strike !== undefined && record.strike.source !== 'estimated')
        strikes.set(id, record.strike.value);
  return strikes;
}

function tell(id: string, records: readonly WindowRecord[], strikes: ReadonlyMap<string, string>): Told {
  const of = <Kind extends WindowRecord['kind']>(kind: Kind): RecordOf<Kind>[] =>
    records.filter((record): record is RecordOf<Kind> => record.kind === kind);
  const market = of('market')[0];
  invariant(market !== undefined && windowId(market.window) === id, `${id} has its market record`);
  const decisions = of('decision');
  const orders = of('order');
  const settlement = of('settlement')[0];
  const fills = orders.flatMap((order) => order.fills);
  const strike = settlement?.strike ?? market.strike;
  const decided = decisions.findLast(({ decision }) => decision.strike !== undefined)?.decision.strike;
  // A window closes at the strike of the one after it (facts 4.3).
  const { series, closeAt } = market.window;
  const final = settlement?.final ?? strikes.get(windowId(windowAt(series, closeAt)));
  const decidedOn = decided && { decided, settled: settlement?.strike, final };
  const entered = decisions.findLast(({ decision }) => decision.kind === 'enter')?.decision;
  const window: Told['window'] = {
    id,
    slug: market.slug,
    openAt: toIso(market.window.openAt),
    closeAt: toIso(market.window.closeAt),
    strike: strike?.value ?? null,
    strikeSource: strike?.source ?? 'none',
    estimate: decidedOn && toEstimate(decidedOn),
    decisions: decisions.map(({ at, decision }) => toDecision(at, decision)),
    orders: orders.map(toOrder),
    fills: fills.map(toFill),
    settlement:
      settlement === undefined
        ? { outcome: 'unknown', source: 'none' }
        : { outcome: settlement.outcome, official: settlement.official, source: settlement.source },
    pnl: formatUsdc(settlement?.pnl ?? microUsdc(0)),
    path: of('path').flatMap(({ points }) => points.map((point) => ({ ...point, at: toIso(point.at) }))),
  };
  const { shares, cost, fee } = totalFills(fills);
  const closed = fills.length > 0 && settlement !== undefined && settlement.outcome !== 'unknown';
  const trade =
    closed && entered?.kind === 'enter'
      ? { shares, cost, fee, pnl: settlement.pnl, ev: entered.estimate.ev }
      : undefined;
  return {
    window,
    trade,
    settledAt: settlement?.at,
    forecast: forecastOf(records),
    strike: decidedOn,
  };
}

const toOrder = ({ at, order, makerAmount, takerAmount, status }: RecordOf<'order'>): OrderResult => ({
  id: order.id,
  at: toIso(at),
  side: order.side,
  type: order.type,
  limit: formatPrice(order.limit),
  stake: formatUsdc(order.stake),
  makerAmount,
  takerAmount,
  status,
});

const toFill = ({ at, side, shares, price, fee }: Fill): FillRecord => ({
  at: toIso(at),
  side,
  shares: formatShares(shares),
  price: formatPrice(price),
  fee: formatUsdc(fee),
});

function toEstimate(decided: DecidedStrike): ChartWindow['estimate'] {
  const found = strikeError(decided);
  return found && { errorUsd: formatUsdc(found.error), wrong: found.wrong ?? null };
}

function toDecision(at: EpochMs, { kind, reason, criteria, strike, estimate }: Decision): DecisionRecord {
  return {
    at: toIso(at),
    kind,
    side: estimate?.side,
    reason,
    criteria,
    probability: estimate?.probability,
    edge: estimate?.edge,
    ev: estimate?.ev,
    strike: strike?.value,
    strikeSource: strike?.source,
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
