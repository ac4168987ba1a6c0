import { formatDecimal } from '../shared/domain/units/decimal.ts';
import { isoSeconds } from './instant-text.ts';
import { REFERENCE } from './statistics.ts';
import type { SimulatedWindow } from './window.ts';

/** How a window ended: the averages at both ends, in 10^-18 dollars. */
export interface Resolution {
  readonly strike: bigint;
  readonly final: bigint;
  readonly at: number;
}

const LISTED_BEFORE_MS = 86_400_000;

/** The market as Gamma shows it inside the event: facts/polymarket.md 3.4. */
function market(window: SimulatedWindow, title: string) {
  return {
    id: window.marketId,
    question: title,
    conditionId: window.conditionId,
    slug: window.slug,
    resolutionSource: 'https://data.chain.link/streams/btc-usd-twap-60s-streams',
    startDate: isoSeconds(window.openAt - LISTED_BEFORE_MS),
    eventStartTime: isoSeconds(window.openAt),
    endDate: isoSeconds(window.closeAt),
    acceptingOrdersTimestamp: isoSeconds(window.openAt - LISTED_BEFORE_MS),
    acceptingOrders: true,
    enableOrderBook: true,
    active: true,
    closed: false,
    archived: false,
    restricted: true,
    negRisk: false,
    version: 'v1',
    outcomes: '["Up", "Down"]',
    outcomePrices: '["0.505", "0.495"]',
    clobTokenIds: JSON.stringify([window.upToken, window.downToken]),
    orderPriceMinTickSize: 0.01,
    orderMinSize: 5,
    bestBid: 0.5,
    bestAsk: 0.51,
    spread: 0.01,
    makerBaseFee: 1000,
    takerBaseFee: 1000,
    feesEnabled: true,
    feeType: 'crypto_fees_v2',
    feeSchedule: { exponent: 1, rate: 0.07, takerOnly: true, rebateRate: 0.2 },
    makerRebatesFeeShareBps: 10000,
    cryptoMarketConfig: {
      id: 'btc-15m-twap-60',
      asset: 'btc',
      duration: '15m',
      twapEnabled: true,
      twapLookbackSeconds: REFERENCE.twapSeconds,
    },
    umaResolutionStatuses: '[]',
    automaticallyActive: true,
  };
}

function event(window: SimulatedWindow, title: string) {
  return {
    id: window.eventId,
    ticker: window.slug,
    slug: window.slug,
    title,
    startDate: isoSeconds(window.openAt - LISTED_BEFORE_MS),
    startTime: isoSeconds(window.openAt),
    endDate: isoSeconds(window.closeAt),
    active: true,
    closed: false,
    seriesSlug: 'btc-up-or-down-15m',
  };
}

/** The simulated venue says so in the title, and gives the window in UTC. */
const titleOf = ({ openAt, closeAt }: SimulatedWindow) =>
  `SYNTHETIC Bitcoin Up or Down - ${isoSeconds(openAt).slice(0, 16)}-${isoSeconds(closeAt).slice(11, 16)} UTC`;

export function listedFrame(window: SimulatedWindow): string {
  const title = titleOf(window);
  return JSON.stringify({ ...event(window, title), markets: [market(window, title)] });
}

/** Up wins a tie: facts/polymarket.md 4.2. */
export const isUp = ({ strike, final }: Resolution): boolean => final >= strike;

export function resolvedFrame(window: SimulatedWindow, resolution: Resolution): string {
  const title = titleOf(window);
  const up = isUp(resolution);
  const ended = {
    ...market(window, title),
    acceptingOrders: false,
    closed: true,
    closedTime: `${isoSeconds(resolution.at).slice(0, 19).replace('T', ' ')}+00`,
    umaResolutionStatus: 'resolved',
    automaticallyResolved: true,
    outcomePrices: up ? '["1", "0"]' : '["0", "1"]',
    bestBid: up ? 0.999 : 0,
    bestAsk: up ? 1 : 0.001,
  };
  const eventMetadata = {
    priceToBeat: formatDecimal(resolution.strike, 18),
    finalPrice: formatDecimal(resolution.final, 18),
  };
  return JSON.stringify({ ...event(window, title), closed: true, eventMetadata, markets: [ended] });
}
