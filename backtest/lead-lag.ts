import { referenceDollars, spotDollars } from '../shared/domain/units/spot.ts';
import { type TapeSink, tapeEvents } from './events.ts';

/** Two feeds of one asset: which one moves first, by how much, how alike they move, and how far apart they stand. */
export interface LeadLag {
  readonly leader: string;
  readonly follower: string;
  /** How long after the leader the follower shows the same move, by receive time. */
  readonly lagMs: number;
  /** Correlation of their moves at that lag. */
  readonly correlation: number;
  /** Mean of follower minus leader at the same instant, dollars. */
  readonly basisUsd: number;
}

const GRID_MS = 100;
/** A move is the change over this many grid steps: a second, the pace of the slowest feed. */
const MOVE_STEPS = 10;
const MAX_LAG_STEPS = 60;
/** Fewer common instants say nothing: half a minute. */
const MIN_POINTS = 300;

interface Point {
  readonly at: number;
  readonly price: number;
}

/** Every pair of price feeds on the tapes, the most correlated first. Feeds of different assets are not compared. */
export async function leadLag(paths: readonly string[], sink: TapeSink): Promise<LeadLag[]> {
  const feeds = new Map<string, Map<string, Point[]>>();
  for (const path of paths)
    for await (const frames of tapeEvents(path, sink))
      for (const { receivedAt, events } of frames)
        for (const event of events) {
          if (event.kind === 'trade')
            add(feeds, event.asset, event.source, receivedAt, spotDollars(event.price));
          // A history in a subscription's first frame is no live price.
          else if (event.kind === 'reference' && event.lookbackMs === 0 && events.length === 1)
            add(feeds, event.asset, event.source, receivedAt, referenceDollars(event.value));
        }
  const pairs = [...feeds].flatMap(([asset, bySource]) => pairsOf(asset, bySource, feeds.size > 1));
  return pairs.sort((a, b) => b.correlation - a.correlation);
}

function add(
  feeds: Map<string, Map<string, Point[]>>,
  asset: string,
  source: string,
  at: number,
  price: number,
): void {
  const bySource = feeds.get(asset) ?? new Map<string, Point[]>();
  feeds.set(asset, bySource);
  const points = bySource.get(source) ?? [];
  bySource.set(source, points);
  points.push({ at, price });
}

function pairsOf(asset: string, bySource: Map<string, Point[]>, named: boolean): LeadLag[] {
  const starts = [...bySource.values()].map((points) => points[0]?.at ?? 0);
  const ends = [...bySource.values()].map((points) => points.at(-1)?.at ?? 0);
  const from = Math.min(...starts);
  const steps = Math.floor((Math.max(...ends) - from) / GRID_MS) + 1;
  const grids = [...bySource].map(([source, points]) => ({
    name: named ? `${source} ${asset}` : source,
    prices: onGrid(points, from, steps),
  }));
  return grids.flatMap((a, index) => grids.slice(index + 1).flatMap((b) => compare(a, b) ?? []));
}

interface Grid {
  readonly name: string;
  readonly prices: Float64Array;
}

/** The last price at each grid instant; NaN before the first. */
function onGrid(points: readonly Point[], from: number, steps: number): Float64Array {
  const prices = new Float64Array(steps).fill(Number.NaN);
  let next = 0;
  let last = Number.NaN;
  for (let step = 0; step < steps; step++) {
    const until = from + step * GRID_MS;
    for (; next < points.length && (points[next] as Point).at <= until; next++)
      last = (points[next] as Point).price;
    prices[step] = last;
  }
  return prices;
}

/** Positive lags: `a` first. Undefined when the two have too little in common, or one of them never moved. */
function compare(a: Grid, b: Grid): LeadLag | undefined {
  const movesA = moves(a.prices);
  const movesB = moves(b.prices);
  const byLag = new Map<number, number>();
  for (let lag = -MAX_LAG_STEPS; lag <= MAX_LAG_STEPS; lag++) {
    const correlation = correlated(movesA, movesB, lag);
    if (correlation !== undefined) byLag.set(lag, correlation);
  }
  const best = [...byLag].reduce<readonly [number, number] | undefined>(
    (top, each) => (top === undefined || each[1] > top[1] ? each : top),
    undefined,
  );
  if (best === undefined) return undefined;
  const [lag, correlation] = best;
  const exact = (lag + vertex(byLag.get(lag - 1), correlation, byLag.get(lag + 1))) * GRID_MS;
  const basis = meanDifference(a.prices, b.prices);
  const [leader, follower] = exact >= 0 ? [a, b] : [b, a];
  return {
    leader: leader.name,
    follower: follower.name,
    lagMs: Math.round(Math.abs(exact)),
    correlation,
    basisUsd: Math.round((leader === a ? basis : -basis) * 100) / 100,
  };
}

function moves(prices: Float64Array): Float64Array {
  const changes = new Float64Array(prices.length).fill(Number.NaN);
  for (let step = MOVE_STEPS; step < prices.length; step++)
    changes[step] = (prices[step] as number) - (prices[step - MOVE_STEPS] as number);
  return changes;
}

/** Pearson's correlation of a(t) with b(t + lag), over the instants where both are known. */
function correlated(a: Float64Array, b: Float64Array, lag: number): number | undefined {
  let [n, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  const end = Math.min(a.length, b.length - lag);
  for (let step = Math.max(0, -lag); step < end; step++) {
    const x = a[step] as number;
    const y = b[step + lag] as number;
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    n++;
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
  }
  const spread = (n * sumAA - sumA * sumA) * (n * sumBB - sumB * sumB);
  return n < MIN_POINTS || spread <= 0 ? undefined : (n * sumAB - sumA * sumB) / Math.sqrt(spread);
}

/** Where a parabola through the peak and its neighbours has its top, in steps from the peak. */
function vertex(before: number | undefined, peak: number, behind: number | undefined): number {
  if (before === undefined || behind === undefined) return 0;
  const bend = before - 2 * peak + behind;
  return bend === 0 ? 0 : (before - behind) / (2 * bend);
}

function meanDifference(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  let n = 0;
  for (let step = 0; step < a.length; step++) {
    const difference = (b[step] as number) - (a[step] as number);
    if (Number.isNaN(difference)) continue;
    sum += difference;
    n++;
  }
  return sum / n;
}
