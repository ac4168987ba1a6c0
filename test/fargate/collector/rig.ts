import { Collector, type Refusal } from '../../../fargate/collector/collect.ts';
import { parseConfiguration, signalParameters } from '../../../shared/contracts/config.ts';
import type { Level } from '../../../shared/domain/market/book.ts';
import type {
  BookSnapshot,
  LevelChange,
  MarketEvent,
  MarketListed,
  ReferencePrint,
  SpotTrade,
} from '../../../shared/domain/market/event.ts';
import type { Market } from '../../../shared/domain/market/market.ts';
import { type Window, windowAt, windowId, windowSlug } from '../../../shared/domain/market/window.ts';
import type { PathPoint } from '../../../shared/domain/record.ts';
import type { WindowSnapshot } from '../../../shared/domain/signal/evaluate.ts';
import { parseReference, spotPrice } from '../../../shared/domain/units/spot.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';
import type { Ticks } from '../../../shared/ports/ticks.ts';
import { cents, level, quarter, secondsIn, shares } from '../../shared/domain/examples.ts';

/** The first five minutes of {@link quarter}, a window of its own. */
export const five = windowAt({ asset: 'btc', length: '5m' }, quarter.openAt);
export const ether = windowAt({ asset: 'eth', length: '15m' }, quarter.openAt);

export const marketOf = (window: Window): Market => ({
  window,
  slug: windowSlug(window),
  conditionId: `0x${windowId(window)}`,
  tokens: { up: `${windowId(window)} up`, down: `${windowId(window)} down` },
  version: 'v1',
  acceptingOrders: true,
  declared: {},
  title: 'Up or Down',
});
export const listing = (window: Window, strike?: string): MarketListed => ({
  kind: 'listed',
  market: marketOf(window),
  ...(strike === undefined ? {} : { strike: parseReference(strike) }),
});

/** Stands for the instant at which the rig hands the trade over. */
const AT_ONCE = epochMs(0);

export const trade = (dollars: number, change: Partial<SpotTrade> = {}): SpotTrade => ({
  kind: 'trade',
  source: 'binance',
  asset: 'btc',
  pair: 'BTCUSDT',
  price: spotPrice(Math.round(dollars * 1e8)),
  tradeId: undefined,
  exchangeAt: AT_ONCE,
  ...change,
});
export const print = (
  dollars: string,
  second: number,
  change: Partial<ReferencePrint> = {},
): ReferencePrint => ({
  kind: 'reference',
  source: 'chainlink',
  asset: 'btc',
  lookbackMs: 60_000,
  value: parseReference(dollars),
  exchangeAt: secondsIn(second),
  ...change,
});

const UP = marketOf(quarter).tokens.up;
export const book = (
  bids: readonly Level[],
  asks: readonly Level[],
  second: number,
  token = UP,
): BookSnapshot => ({
  kind: 'book',
  token,
  bids,
  asks,
  exchangeAt: secondsIn(second),
});
/** A thousand shares on offer at `ask` cents, a cent above the bid. */
export const quote = (ask: number, second: number): BookSnapshot =>
  book([level(ask - 1, 1_000)], [level(ask, 1_000)], second);
export const change = (side: 'bid' | 'ask', at: number, size: number, second: number): LevelChange => ({
  kind: 'level',
  token: UP,
  side,
  price: cents(at),
  size: shares(size),
  exchangeAt: secondsIn(second),
});

/** A collector with everything that it told its host. */
export function rig(settings: Record<string, unknown> = {}, ticks?: Ticks) {
  const woken: [token: string, snapshot: WindowSnapshot][] = [];
  const listed: string[] = [];
  const closed: [id: string, points: readonly PathPoint[], at: number][] = [];
  const refused: Refusal[] = [];
  const collector = new Collector({
    parameters: signalParameters(parseConfiguration(settings), 'replay'),
    wake: (token, snapshot) => woken.push([token, snapshot]),
    listed: (window) => listed.push(windowId(window)),
    closed: (id, points, at) => closed.push([id, points, at]),
    refused: (refusal) => refused.push(refusal),
    ticks,
  });
  /** Hands over a frame that was received `second` seconds after the open. */
  const take = (second: number, ...events: MarketEvent[]) => {
    const at = secondsIn(second);
    collector.advance(at);
    for (const event of events) {
      const isAtOnce = event.kind === 'trade' && event.exchangeAt === AT_ONCE;
      collector.take(isAtOnce ? { ...event, exchangeAt: at } : event, at);
    }
    collector.tested(at);
  };
  return { collector, take, woken, listed, closed, refused };
}
export type Rig = ReturnType<typeof rig>;
