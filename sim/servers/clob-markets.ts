import type { Listing } from './listings.ts';
import { isRecord } from './side.ts';

/** A market as the CLOB tells it, from what Gamma told: facts/polymarket.md 3.5. */

/** `GET /clob-markets/{conditionId}`. `nr` is there only when it is true. */
export function compactMarket({ conditionId, tokens, market }: Listing) {
  const schedule = isRecord(market.feeSchedule) ? market.feeSchedule : undefined;
  return {
    c: conditionId,
    t: tokens.map(({ id, outcome }) => ({ t: id, o: outcome })),
    mos: market.orderMinSize ?? 5,
    mts: market.orderPriceMinTickSize ?? 0.01,
    mbf: market.makerBaseFee ?? 0,
    tbf: market.takerBaseFee ?? 0,
    ao: market.acceptingOrders ?? false,
    aot: market.acceptingOrdersTimestamp,
    itode: true,
    ibce: true,
    oas: 0,
    ...(schedule && { fd: { r: schedule.rate, e: schedule.exponent, to: schedule.takerOnly } }),
    ...(market.negRisk === true && { nr: true }),
  };
}

/** `GET /markets/{conditionId}`. */
export function longMarket({ conditionId, slug, tokens, market, closed }: Listing) {
  return {
    condition_id: conditionId,
    question: market.question,
    market_slug: slug,
    end_date_iso: market.endDate,
    active: market.active ?? true,
    closed,
    archived: market.archived ?? false,
    enable_order_book: market.enableOrderBook ?? true,
    accepting_orders: market.acceptingOrders ?? false,
    minimum_order_size: market.orderMinSize ?? 5,
    minimum_tick_size: market.orderPriceMinTickSize ?? 0.01,
    seconds_delay: 0,
    neg_risk: market.negRisk ?? false,
    tokens: tokens.map(({ id, outcome, price }) => ({
      token_id: id,
      outcome,
      price: Number(price),
      winner: closed && Number(price) === 1,
    })),
  };
}
