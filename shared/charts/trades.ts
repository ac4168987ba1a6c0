import { mulDivFloor } from '../domain/units/money.ts';
import { micro } from './amounts.ts';
import type { FillRecord, SettlementRecord, Side, WindowRecord } from './records.ts';

/** All that was bought in one window. Amounts are in millionths. */
export interface Trade {
  readonly windowId: string;
  readonly at: string;
  readonly side: Side;
  readonly shares: number;
  readonly cost: number;
  readonly fee: number;
  readonly probability: number | null;
  readonly ev: number | null;
  readonly outcome: Side | 'unknown';
  readonly pnl: number;
}

/** What the venue says, and until it has spoken what the deciding prices say. */
export const settledOutcome = (settlement: SettlementRecord): Side | 'unknown' =>
  settlement.official ?? settlement.outcome;

const total = (fills: readonly FillRecord[], amount: (fill: FillRecord) => number) =>
  fills.reduce((sum, fill) => sum + amount(fill), 0);

/** Rounded down to the millionth: 10.37 shares at 0.53 cost 5.4961 dollars. */
const cost = (fill: FillRecord) => mulDivFloor(micro(fill.shares), micro(fill.price), 1_000_000);

function tradeOf(window: WindowRecord): Trade | undefined {
  const [first] = window.fills;
  if (first === undefined) return undefined;
  const entry = window.decisions.findLast((decision) => decision.kind === 'enter');
  return {
    windowId: window.id,
    at: first.at,
    side: first.side,
    shares: total(window.fills, (fill) => micro(fill.shares)),
    cost: total(window.fills, cost),
    fee: total(window.fills, (fill) => micro(fill.fee)),
    probability: entry?.probability ?? null,
    ev: entry?.ev ?? null,
    outcome: settledOutcome(window.settlement),
    pnl: micro(window.pnl),
  };
}

/** One trade for each window with a fill, in the order of the windows. */
export const tradesOf = (windows: readonly WindowRecord[]): Trade[] =>
  windows.map(tradeOf).filter((trade) => trade !== undefined);
