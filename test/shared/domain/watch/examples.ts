import type { RecordOf, WindowRecord } from '../../../../shared/domain/record.ts';
import type { Decision } from '../../../../shared/domain/signal/evaluate.ts';
import type { Week } from '../../../../shared/domain/watch/edge-review.ts';
import { cents, quarter, secondsIn, september, shares, usd } from '../examples.ts';

export const market: RecordOf<'market'> = {
  kind: 'market',
  at: secondsIn(0),
  status: 'settled',
  window: quarter,
  slug: 'btc-updown-15m-1790616600',
  rules: september,
};

/** Up at 50 cents: a fee of 0.07 x 0.5 x 0.5 = 0.0175 a share, and 0.0125 for slippage and drift. */
export const enter: Extract<Decision, { kind: 'enter' }> = {
  kind: 'enter',
  reason: 'criteria-met',
  criteria: [{ name: 'momentum', ok: true, value: -0.004, limit: 0.003 }],
  estimate: {
    side: 'up',
    probability: 0.66,
    mid: 0.5,
    ask: cents(50),
    edge: 0.16,
    ev: 0.13,
    drift: 0.005,
    tickSize: cents(1),
    sigma: 0.00004,
    depth: usd(100),
    limit: cents(52),
  },
};
export const entered: RecordOf<'decision'> = { kind: 'decision', at: secondsIn(200), decision: enter };

export const refused = (
  kind: 'wait' | 'skip',
  reason: 'thin-book' | 'weak-momentum',
): RecordOf<'decision'> => ({
  kind: 'decision',
  at: secondsIn(190),
  decision: { kind, reason, criteria: [] },
});

/** Ten shares at 51 cents: a cent above the ask of the decision. */
export const order = (status: 'created' | 'matched' | 'unmatched'): RecordOf<'order'> => ({
  kind: 'order',
  at: secondsIn(202),
  order: {
    id: '0xa',
    windowId: 'btc-15m-1790616600',
    side: 'up',
    token: '7',
    type: 'FAK',
    limit: cents(52),
    stake: usd(5.1),
    tickSize: cents(1),
    createdAt: secondsIn(201),
  },
  makerAmount: '5100000',
  takerAmount: '9807692',
  status,
  fills:
    status === 'matched'
      ? [
          {
            at: secondsIn(203),
            side: 'up',
            shares: shares(10),
            price: cents(51),
            cost: usd(5.1),
            fee: usd(0.17),
          },
        ]
      : [],
});

export const settlement = (outcome: 'up' | 'down' | 'unknown', pnl: number): RecordOf<'settlement'> => ({
  kind: 'settlement',
  at: secondsIn(960),
  outcome,
  source: 'official',
  payout: usd(outcome === 'up' ? 10 : 0),
  pnl: usd(pnl),
});

/** The ledger's word of a settlement. */
export const settled = {
  kind: 'settled',
  windowId: 'w',
  outcome: 'up',
  lockoutWins: 5,
  lockoutTrades: 5,
} as const;

/** A window that was entered and won $4.73: 10 paid, 5.10 and a fee of 0.17 spent. */
export const won: readonly WindowRecord[] = [
  market,
  refused('wait', 'weak-momentum'),
  entered,
  order('matched'),
  settlement('up', 4.73),
];

type Judged = Week['trades'][number];
/** `count` trades of which `wins` were won, all else alike: ten shares each, ten cents a share predicted and realised. */
export const trades = (count: number, wins: number, rest: Partial<Judged> = {}): Judged[] =>
  Array.from({ length: count }, (_, index) => ({
    won: index < wins,
    shares: shares(10),
    ev: 0.1,
    pnl: usd(1),
    paidAboveAsk: 0.01,
    expectedAboveAsk: 0.01,
    feeAtHalf: 0.0175,
    ...rest,
  }));
