import type { MicroShares, MicroUsdc } from '../../domain/units/money.ts';
import { MINUTE_MS } from '../../domain/units/time.ts';
import { latencyHeatMap } from './heat-map.ts';
import { histogram } from './histogram.ts';
import { momentumScatter } from './scatter.ts';

/** What the charts need of a trade; money in dollars a share, ratios as fractions. */
interface Trade {
  readonly decidedAt: number;
  readonly won: boolean;
  readonly ev: number;
  readonly shares: MicroShares;
  readonly pnl: MicroUsdc;
  readonly probability: number;
  readonly momentum: number;
  readonly kelly: number;
  readonly latencyMs: number;
  readonly heldMs: number;
}

const of =
  (figure: (trade: Trade) => number, words: { name: string; across: string }) =>
  (trades: readonly Trade[]): string =>
    histogram(trades.map(figure), words);

/** What was predicted trade by trade, and over all shares beside what they earned. */
function expectedValue(trades: readonly Trade[]): string {
  const total = (figure: (trade: Trade) => number): number =>
    trades.reduce((sum, trade) => sum + figure(trade), 0);
  const shares = total((trade) => trade.shares);
  const cents = (dollars: number): string => ((100 * dollars) / shares).toFixed(1);
  const predicted = cents(total(({ ev, shares: bought }) => ev * bought));
  const both = `${predicted} predicted, ${cents(total(({ pnl }) => pnl))} realised on average`;
  return histogram(
    trades.map(({ ev }) => 100 * ev),
    {
      name: 'Expected value at entry',
      across: `cents a share, after costs${shares === 0 ? '' : `: ${both}`}`,
    },
  );
}

/** Charts of settled trades that CloudWatch cannot draw, each an SVG. */
export const TRADE_CHARTS = {
  'holding-time': of(({ heldMs }) => heldMs / MINUTE_MS, {
    name: 'Holding time',
    across: 'minutes from fill to close',
  }),
  'expected-value': expectedValue,
  confidence: of(({ probability }) => 100 * probability, {
    name: 'Confidence at entry',
    across: 'probability of the side bought (%)',
  }),
  kelly: of(({ kelly }) => 100 * kelly, {
    name: 'Kelly fraction at entry',
    across: '% of equity, before the multiplier and the caps',
  }),
  'momentum-result': momentumScatter,
  latency: latencyHeatMap,
} as const satisfies Readonly<Record<string, (trades: readonly Trade[]) => string>>;
