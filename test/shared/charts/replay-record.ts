import type {
  CriterionRecord,
  PathPoint,
  ReplayRecord,
  WindowRecord,
} from '../../../shared/charts/records.ts';

const criterion = (name: string, ok: boolean): CriterionRecord => ({
  name,
  ok,
  value: 0.0042,
  limit: 0.003,
});

/** One point a second for a quarter of an hour: the return climbs to 9 bps, the Up mid stays at 0.6. */
const PATH: PathPoint[] = Array.from({ length: 901 }, (_, second) => ({
  at: new Date(Date.UTC(2026, 10, 20) + second * 1000).toISOString(),
  change: second / 1_000_000,
  up: 0.6,
}));

export const QUIET: WindowRecord = {
  id: 'btc-15m-1795132800',
  openAt: '2026-11-20T00:00:00.000Z',
  closeAt: '2026-11-20T00:15:00.000Z',
  strike: null,
  strikeSource: 'none',
  decisions: [
    { at: '2026-11-20T00:03:00.000Z', kind: 'wait', reason: 'edge', criteria: [criterion('edge', false)] },
    {
      at: '2026-11-20T00:05:00.000Z',
      kind: 'skip',
      reason: 'momentum',
      criteria: [criterion('momentum', false), criterion('edge', false)],
    },
  ],
  fills: [],
  settlement: { outcome: 'up', source: 'chainlink' },
  pnl: '0',
  path: PATH,
};

/** 20 shares of Up at 0.50 cost 10 and a fee of 0.36; Up wins and they pay 20: +9.64. */
export const WON: WindowRecord = {
  ...QUIET,
  id: 'btc-15m-1795133700',
  openAt: '2026-11-20T00:15:00.000Z',
  closeAt: '2026-11-20T00:30:00.000Z',
  decisions: [
    {
      at: '2026-11-20T00:18:30.000Z',
      kind: 'enter',
      side: 'up',
      reason: 'criteria-hold',
      criteria: [criterion('momentum', true), criterion('edge', true)],
      probability: 0.7,
      ev: 0.18,
    },
  ],
  fills: [{ at: '2026-11-20T00:18:31.000Z', side: 'up', shares: '20', price: '0.5', fee: '0.36' }],
  settlement: { outcome: 'up', official: 'up', source: 'chainlink' },
  pnl: '9.64',
  path: [],
};

/** 10.37 shares of Down at 0.53 cost 5.4961 and a fee of 0.18599; Up wins and they pay nothing: -5.68209. */
export const LOST: WindowRecord = {
  ...WON,
  id: 'btc-15m-1795134600',
  openAt: '2026-11-20T00:30:00.000Z',
  closeAt: '2026-11-20T00:45:00.000Z',
  decisions: WON.decisions.map((decision) => ({ ...decision, at: '2026-11-20T00:34:00.000Z', side: 'down' })),
  fills: [{ at: '2026-11-20T00:34:00.500Z', side: 'down', shares: '10.37', price: '0.53', fee: '0.18599' }],
  pnl: '-5.68209',
};

/** Three windows from $100: one left alone, one won, one lost. */
export const REPLAY: ReplayRecord = {
  tape: {
    path: 'tapes/day.jsonl.gz',
    title: 'A day',
    synthetic: false,
    from: '2026-11-20T00:00:00.000Z',
    to: '2026-11-20T01:00:00.000Z',
    events: 12_345,
  },
  strategy: 'momentum',
  windows: [QUIET, WON, LOST],
  account: {
    cash: '103.95791',
    equity: '103.95791',
    realizedPnl: '3.95791',
    fees: '0.54599',
    openPositions: 0,
  },
  performance: {
    trades: 2,
    wins: 1,
    losses: 1,
    winRate: 0.5,
    averageEv: 0.18,
    evAtEntry: 0.18,
    // 3.95791 over 20 + 10.37 shares
    realisedPerShare: 0.130323,
    sharpe: null,
    sharpeDollarWeighted: null,
    maxDrawdown: 0.0518,
    forecasts: 2,
    brier: 0.29,
    brierMid: 0.25,
    skill: -0.16,
    startingCapital: '100',
    peakEquity: '109.64',
    bestTrade: '9.64',
    worstTrade: '-5.68209',
    averageTrade: '1.978955',
  },
  strikes: {
    recorded: 2,
    gamma: 0,
    estimated: 0,
    estimatedKnown: 0,
    estimatedWrong: 0,
    meanErrorUsd: null,
  },
  feed: { problems: [] },
  ledger: { entries: 7, digest: 'aa11' },
  digest: 'bb22',
  elapsedMs: 1234,
};

export const SYNTHETIC_REPLAY: ReplayRecord = { ...REPLAY, tape: { ...REPLAY.tape, synthetic: true } };
