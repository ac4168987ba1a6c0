import type { Execution } from '../../../local/workflow/execution.ts';
import { entryDigest } from '../../../shared/adapters/dynamodb/ledger.ts';
import { apply } from '../../../shared/domain/ledger/apply.ts';
import { START } from '../../../shared/domain/ledger/chain.ts';
import type { LedgerEntry, LedgerEvent, NewLedgerEntry } from '../../../shared/domain/ledger/event.ts';
import type { RecordOf, WindowStatus } from '../../../shared/domain/record.ts';
import type { WindowSnapshot } from '../../../shared/domain/signal/evaluate.ts';
import { invariant } from '../../../shared/domain/units/invariant.ts';
import { cents, level, quarter, secondsIn, september, shares, usd } from '../domain/examples.ts';

/** The entry as it is stored after `before`. */
export function chained(
  entry: Omit<NewLedgerEntry, 'previous'>,
  before: Pick<LedgerEntry, 'digest'> | undefined,
): LedgerEntry {
  const { seq, at, event, account } = entry;
  const linked = { seq, at, event, account, previous: before?.digest ?? START };
  return { ...linked, digest: entryDigest(linked) };
}

/** The journal that `events` make, one a second. */
export function journal(...events: LedgerEvent[]): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (const event of events) {
    const at = secondsIn(entries.length);
    const applied = apply(entries.at(-1)?.account, event, at);
    invariant(applied.kind === 'applied', `${event.kind} changes the account`);
    entries.push(chained({ seq: entries.length + 1, at, event, account: applied.account }, entries.at(-1)));
  }
  return entries;
}

const windowId = 'btc-15m-1790616600';
/** Opened with $1000, $6 reserved, 10 shares bought at 50 cents, a breaker tripped. */
export const trading = journal(
  { kind: 'opened', capital: usd(1_000) },
  { kind: 'reserved', windowId, amount: usd(6), stake: usd(5) },
  { kind: 'filled', windowId, orderId: '0xa', side: 'up', shares: shares(10), cost: usd(5), fee: usd(0.18) },
  {
    kind: 'halted',
    halt: { breaker: 'drawdown', severity: 'critical', since: secondsIn(3), reason: 'drawdown 15 %' },
  },
);

export const marketRecord = (status: WindowStatus, window = quarter): RecordOf<'market'> => ({
  kind: 'market',
  at: secondsIn(0),
  status,
  window,
  slug: 'btc-updown-15m-1790616600',
  rules: september,
  strike: { value: '65048.078902260626', source: 'recorded' },
});

export const decisionRecord = (second: number): RecordOf<'decision'> => ({
  kind: 'decision',
  at: secondsIn(second),
  decision: {
    kind: 'wait',
    reason: 'weak-momentum',
    criteria: [{ name: 'momentum', ok: false, value: 0.1 + 0.2, limit: 0.003 }],
    estimate: undefined,
  },
});

export const orderRecord = (
  id: string,
  second: number,
  status: 'created' | 'matched',
): RecordOf<'order'> => ({
  kind: 'order',
  at: secondsIn(second + 1),
  order: {
    id,
    windowId,
    side: 'up',
    token: '7'.repeat(77),
    type: 'FAK',
    limit: cents(53),
    stake: usd(5),
    tickSize: cents(1),
    createdAt: secondsIn(second),
  },
  makerAmount: '5000000',
  takerAmount: '9433900',
  status,
  fills: [],
});

/** A point every 4.5 seconds. */
export const pathRecord: RecordOf<'path'> = {
  kind: 'path',
  at: secondsIn(900),
  points: Array.from({ length: 200 }, (_, index) => ({
    at: secondsIn(index * 4.5),
    change: Math.sin(index) / 1_000,
    up: index % 10 === 0 ? null : 0.5 + Math.cos(index) / 3,
  })),
};

export const settlementRecord: RecordOf<'settlement'> = {
  kind: 'settlement',
  at: secondsIn(960),
  outcome: 'up',
  source: 'recorded',
  final: '65050.1',
  payout: usd(10),
  pnl: usd(4.82),
};

export const snapshot: WindowSnapshot = {
  at: secondsIn(200),
  sigma: 0.000042,
  tickSize: cents(1),
  books: { up: { bids: [level(52, 100)], asks: [level(53, 40.5)], receivedAt: secondsIn(199) } },
};

export const execution = (
  name: string,
  status: Execution['status'],
  rest: Partial<Execution> = {},
): Execution => ({
  name,
  input: { window: { openAt: 1_790_616_600_000 }, note: '', none: null },
  status,
  startedAt: secondsIn(0),
  state: 'AwaitTrigger',
  enteredAt: secondsIn(180),
  visit: 3,
  stateInput: [1e-7, { deep: [[], {}] }],
  attempts: [0, 2],
  ...rest,
});
