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
  /** Instants that it is over. */
  readonly points: number;
  /** What the best of all lags exceeds by chance in one of a hundred pairs of feeds that have nothing to do with each other. */
  readonly chanceCorrelation: number;
  /** Whether `correlation` is above that. Where it is not, leader and lag are no finding. */
  readonly significant: boolean;
  /** Mean of follower minus leader at the same instant, dollars. */
  readonly basisUsd: number;
}

const GRID_MS = 100;
/** A move is the change over this many grid steps: a second, the pace of the slowest feed. */
const MOVE_STEPS = 10;
const MAX_LAG_STEPS = 60;
/**
 * A normal deviate is above this with probability 0.01 / 121: one in a hundred for the 121 lags tried together
 * (Bonferroni).
 */
const CHANCE_DEVIATE = 3.767;
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
  const grids = [...bySource].map(([source, points]) => {
    const prices = onGrid(points, from, steps);
    const changes = moves(prices);
    return {
      name: named ? `${source} ${asset}` : source,
      prices,
      moves: changes,
      memory: memoryOf(changes),
    };
  });
  return grids.flatMap((a, index) => grids.slice(index + 1).flatMap((b) => compare(a, b) ?? []));
}

interface Grid {
  readonly name: string;
  readonly prices: Float64Array;
  readonly moves: Float64Array;
  /** Correlations of the moves with themselves, one step later and so on. */
  readonly memory: readonly number[];
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
  const byLag = new Map<number, Correlated>();
  for (let lag = -MAX_LAG_STEPS; lag <= MAX_LAG_STEPS; lag++) {
    const found = correlated(a.moves, b.moves, lag);
    if (found !== undefined) byLag.set(lag, found);
  }
  const best = [...byLag].reduce<readonly [number, Correlated] | undefined>(
    (top, each) => (top === undefined || each[1].correlation > top[1].correlation ? each : top),
    undefined,
  );
  if (best === undefined) return undefined;
  const [lag, { correlation, points }] = best;
  const at = (step: number): number | undefined => byLag.get(step)?.correlation;
  const exact = (lag + vertex(at(lag - 1), correlation, at(lag + 1))) * GRID_MS;
  const basis = meanDifference(a.prices, b.prices);
  const chanceCorrelation = Math.min(1, CHANCE_DEVIATE / Math.sqrt(points / repeats(a, b)));
  const [leader, follower] = exact >= 0 ? [a, b] : [b, a];
  return {
    leader: leader.name,
    follower: follower.name,
    lagMs: Math.round(Math.abs(exact)),
    correlation,
    points,
    chanceCorrelation,
    significant: correlation > chanceCorrelation,
    basisUsd: Math.round((leader === a ? basis : -basis) * 100) / 100,
  };
}

function moves(prices: Float64Array): Float64Array {
  const changes = new Float64Array(prices.length).fill(Number.NaN);
  for (let step = MOVE_STEPS; step < prices.length; step++)
    changes[step] = (prices[step] as number) - (prices[step - MOVE_STEPS] as number);
  return changes;
}

const memoryOf = (changes: Float64Array): readonly number[] =>
  Array.from(
    { length: MAX_LAG_STEPS },
    (_, step) => correlated(changes, changes, step + 1)?.correlation ?? 0,
  );

/**
 * How many instants say the same as one: moves of a second overlap from one tenth of it to the next. The correlation of two
 * series that have nothing to do with each other has a variance of 1/n times the sum over all lags of the product of
 * their autocorrelations (Bartlett 1946): for two random walks 1 + 2 (0.9^2 + ... + 0.1^2) = 6.7.
 */
function repeats(a: Grid, b: Grid): number {
  const products = a.memory.map((of, index) => of * (b.memory[index] as number));
  return Math.max(1, 1 + 2 * products.reduce((sum, each) => sum + each, 0));
}

interface Correlated {
  readonly correlation: number;
  readonly points: number;
}

/** Pearson's correlation of a(t) with b(t + lag), over the instants where both are known. */
function correlated(a: Float64Array, b: Float64Array, lag: number): Correlated | undefined {
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
  if (n < MIN_POINTS || spread <= 0) return undefined;
  return { correlation: (n * sumAB - sumA * sumB) / Math.sqrt(spread), points: n };
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
