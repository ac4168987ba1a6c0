import { localTasks } from '../../local/tasks.ts';
import type { Fill } from '../../shared/domain/execution/order.ts';
import type { Market } from '../../shared/domain/market/market.ts';
import type { WindowSnapshot } from '../../shared/domain/signal/evaluate.ts';
import { parseReference } from '../../shared/domain/units/spot.ts';
import { type EpochMs, toIso } from '../../shared/domain/units/time.ts';
import type { TaskName } from '../../shared/workflow/trade-window.ts';
import { cents, level, quarter, secondsIn, september, shares, usd } from '../shared/domain/examples.ts';
import type { World } from './fakes.ts';

export const windowId = 'btc-15m-1790616600';
export const ofWindow = { windowId, window: quarter };
export const orderId = `${windowId}-1`;

export const market: Market = {
  window: quarter,
  slug: 'btc-updown-15m-1790616600',
  conditionId: '0xf6a64d2d',
  tokens: { up: '7270', down: '7284' },
  version: 'v1',
  acceptingOrders: true,
  declared: {},
  title: 'Bitcoin Up or Down',
};

/** A window that is entered at 58 cents: 0.6 % up along a fairly straight line. */
export const snapshotAt = (at: EpochMs): WindowSnapshot => ({
  at,
  consensus: {
    change: 0.006,
    divergence: 0,
    sources: [{ source: 'binance', change: 0.006, ageMs: 20 }],
  },
  trend: { change: 0.006, consistency: 0.85, volatility: 0.006, slope: 0.000025, points: 240 },
  distance: 0.006,
  sigma: 0.0001,
  strike: { value: '65048.078902260626', source: 'recorded' },
  strikeDeviation: 0.0001,
  tickSize: cents(1),
  books: { up: { bids: [level(57, 500)], asks: [level(58, 1_000)], receivedAt: at } },
});

/** $200 at 58 cents: 344.8275862... shares, up to a millionth; a fee of 0.07 x 344.827587 x 0.58 x 0.42 = 5.88000001... */
export const fill: Fill = {
  at: secondsIn(240.4),
  side: 'up',
  shares: shares(344.827587),
  price: cents(58),
  cost: usd(200),
  fee: usd(5.88),
};
export const STRIKE = { value: parseReference('60000'), source: 'recorded' } as const;

export type Outputs = Partial<Record<TaskName, unknown>>;

interface Step {
  readonly task: TaskName;
  readonly second: number;
  /** What the task is given, from what the tasks before it gave. */
  readonly input: (outputs: Outputs) => unknown;
}

/** The tasks of a window that is entered, in their order. */
export const TRADE: readonly Step[] = [
  { task: 'open-window', second: 0, input: () => ofWindow },
  {
    task: 'await-trigger',
    second: 180,
    input: () => ({ windowId, token: 't', until: toIso(secondsIn(300)) }),
  },
  {
    task: 'evaluate-signal',
    second: 240,
    input: () => ({ ...ofWindow, rules: september, snapshot: snapshotAt(secondsIn(240)) }),
  },
  {
    task: 'approve-risk',
    second: 240,
    input: (outputs) => ({ ...ofWindow, market, rules: september, signal: outputs['evaluate-signal'] }),
  },
  {
    task: 'place-order',
    second: 240,
    input: (outputs) => ({
      ...ofWindow,
      market,
      signal: outputs['evaluate-signal'],
      approval: outputs['approve-risk'],
    }),
  },
  { task: 'confirm-fill', second: 241, input: () => ({ ...ofWindow, orderId }) },
  { task: 'settle-position', second: 960, input: () => ({ ...ofWindow, giveUp: false }) },
];

/** A market that is listed, an order that is filled, prints and a venue that say Up. */
export function prosperous({ told, venue }: World): void {
  told.market = market;
  told.winner = 'up';
  told.strike = STRIKE;
  told.final = parseReference('60300');
  venue.end = { status: 'matched', fills: [fill] };
}

/** Carries the trade through the task `last`, and gives what every task gave. */
export async function carry(world: World, last: TaskName): Promise<Outputs> {
  const tasks = localTasks(world.deps);
  const outputs: Outputs = {};
  for (const { task, second, input } of TRADE) {
    await world.clock.advance(secondsIn(second));
    outputs[task] = await tasks[task](input(outputs));
    if (task === last) break;
  }
  return outputs;
}
