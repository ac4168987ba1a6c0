import type { Channel } from '../../../shared/domain/market/channel.ts';

/** Frames as the venues document them: facts/exchanges.md 1.3, 2.1, 3, 4 and facts/polymarket.md 3.4, 6.1, 6.3, 6.4. */
export const binance = {
  trade:
    '{"e":"trade","E":1672515782136,"s":"BNBBTC","t":12345,"p":"0.001","q":"100","T":1672515782136,"m":true,"M":true}',
  aggTrade:
    '{"e":"aggTrade","E":1672515782136,"s":"BNBBTC","a":12345,"p":"0.001","q":"100","f":100,"l":105,"T":1672515782136,"m":true,"M":true}',
  bookTicker:
    '{"u":400900217,"s":"BNBUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000"}',
  depth: '{"lastUpdateId":160,"bids":[["0.0024","10"]],"asks":[["0.0026","100"]]}',
  combined:
    '{"stream":"btcusdt@bookTicker","data":{"u":400900217,"s":"BTCUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000"}}',
  shutdown: '{"e":"serverShutdown","E":1770123456789}',
  combinedShutdown: '{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1770123456789}}',
  subscribed: '{"result":null,"id":1}',
};

export const coinbase = {
  subscriptions:
    '{"type":"subscriptions","channels":[{"name":"ticker","product_ids":["BTC-USD"]},{"name":"heartbeat","product_ids":["BTC-USD"]}]}',
  heartbeat:
    '{"type":"heartbeat","sequence":90,"last_trade_id":20,"product_id":"BTC-USD","time":"2014-11-07T08:19:28.464459Z"}',
  ticker:
    '{"type":"ticker","sequence":12042642428,"product_id":"BTC-USD","price":"9380.55","open_24h":"9450.81000000","volume_24h":"9611.79166047","low_24h":"9195.49000000","high_24h":"9475.19000000","volume_30d":"327812.00311873","best_bid":"9380.54","best_ask":"9380.55","side":"buy","time":"2020-02-01T01:40:16.253563Z","trade_id":82062566,"last_size":"0.41969131"}',
  match:
    '{"type":"match","trade_id":82047307,"maker_order_id":"0f358725-2134-435e-be11-753912a326e0","taker_order_id":"252b7002-87a3-425c-ac73-f5b9e23f3caf","side":"sell","size":"0.00513192","price":"9314.78","product_id":"BTC-USD","sequence":12038915443,"time":"2020-01-31T20:03:41.158814Z"}',
  snapshot:
    '{"type":"snapshot","product_id":"BTC-USD","bids":[["10101.10","0.45"]],"asks":[["10102.55","0.57"]]}',
  update:
    '{"type":"l2update","product_id":"BTC-USD","changes":[["buy","10101.80","0.162567"]],"time":"2022-08-04T15:25:05.010758Z"}',
};

export const kraken = {
  subscribed:
    '{"method":"subscribe","result":{"channel":"trade","snapshot":false,"symbol":"BTC/USD"},"success":true,"time_in":"2023-09-25T07:49:37.708706Z","time_out":"2023-09-25T07:49:37.708706Z"}',
  trade:
    '{"channel":"trade","type":"update","data":[{"symbol":"MATIC/USD","side":"sell","price":0.5117,"qty":40.0,"ord_type":"market","trade_id":4665906,"timestamp":"2023-09-25T07:49:37.708706Z"}]}',
  heartbeat: '{"channel":"heartbeat"}',
  pong: '{"method":"pong"}',
};

export const bitstamp = {
  subscribed: '{"event":"bts:subscription_succeeded","channel":"live_trades_btcusd","data":{}}',
  trade:
    '{"data":{"buy_order_id":1207733769326592,"amount_str":"0.14406384","timestamp":"1583691851","microtimestamp":"1583691851934000","id":106833903,"amount":0.14406384,"sell_order_id":1207733765476352,"price_str":"8302.92","type":0,"price":8302.92},"event":"trade","channel":"live_trades_btcusd"}',
  reconnect: '{"event":"bts:request_reconnect","channel":"","data":""}',
  heartbeat: '{"event":"bts:heartbeat"}',
};

export const clob = {
  book: '{"event_type":"book","market":"0xCOND","asset_id":"TOKEN","timestamp":"1779782571250","hash":"3c15c202a0d87c611d1af43fcc02098a770139db","bids":[{"price":"0.01","size":"16903.48"},{"price":"0.50","size":"200"}],"asks":[{"price":"0.99","size":"500"},{"price":"0.51","size":"150"}],"tick_size":"0.01","min_order_size":"5","neg_risk":false,"last_trade_price":"0.50"}',
  priceChange:
    '{"event_type":"price_change","market":"0xCOND","timestamp":"1779782572795","price_changes":[{"asset_id":"TOKEN_DOWN","price":"0.03","size":"23391.25","side":"BUY","hash":"789f4c2e63b0bc047478203856c749bef6bd8828","best_bid":"0.5","best_ask":"0.51"},{"asset_id":"TOKEN_UP","price":"0.97","size":"23391.25","side":"SELL","hash":"d74b36836a44e4495615d73236804c98c0157526","best_bid":"0.49","best_ask":"0.5"}]}',
  lastTradePrice:
    '{"event_type":"last_trade_price","market":"0xCOND","asset_id":"TOKEN","price":"0.51","side":"BUY","size":"25.0","fee_rate_bps":"0","timestamp":"1703875202000","transaction_hash":"0x.."}',
  tickSizeChange:
    '{"event_type":"tick_size_change","market":"0xCOND","asset_id":"TOKEN","old_tick_size":"0.01","new_tick_size":"0.001","timestamp":"1703875210000"}',
  bestBidAsk:
    '{"event_type":"best_bid_ask","market":"0xCOND","asset_id":"TOKEN","best_bid":"0.73","best_ask":"0.77","spread":"0.04","timestamp":"1766789469958"}',
  newMarket:
    '{"event_type":"new_market","id":"2359818","question":"Bitcoin Up or Down - May 27, 3:55AM-4:00AM ET","market":"0xCOND","slug":"btc-updown-5m-1779868500","description":"...","assets_ids":["8356..","7996.."],"outcomes":["Up","Down"],"event_message":{"id":"526320","ticker":"btc-updown-5m-1779868500","slug":"btc-updown-5m-1779868500","title":"...","description":"..."},"timestamp":"1779782572324","tags":[],"condition_id":"0xCOND","active":false,"clob_token_ids":["8356..","7996.."],"sports_market_type":"","line":"","game_start_time":"","order_price_min_tick_size":"0.01","group_item_title":"","taker_base_fee":"1000","fees_enabled":true,"fee_schedule":{"exponent":"1","rate":"0.07","taker_only":true,"rebate_rate":"0.2"}}',
  marketResolved:
    '{"event_type":"market_resolved","id":"1031769","market":"0xCOND","assets_ids":["..",".."],"winning_asset_id":"..","winning_outcome":"Up","timestamp":"1766790415550","tags":[]}',
};

export const rtds = {
  snapshot:
    '{"topic":"crypto_prices","type":"subscribe","timestamp":1780726213178,"payload":{"symbol":"btcusdt","data":[{"timestamp":1780726209000,"value":61164.12}]}}',
  relay:
    '{"topic":"crypto_prices","type":"update","timestamp":1780730269142,"payload":{"symbol":"btcusdt","timestamp":1780730269000,"value":61035.86,"full_accuracy_value":"61035.86000000"}}',
  chainlink:
    '{"topic":"crypto_prices_chainlink","type":"update","timestamp":1780730269142,"payload":{"symbol":"btc/usd","timestamp":1780730269000,"value":61041.2}}',
  twap: '{"topic":"crypto_prices_twap_sixty","type":"update","timestamp":1786100001000,"payload":{"symbol":"btc/usd","timestamp":1786100000000,"value":65001.0,"full_accuracy_value":"65001000000000000000000","window_s":60}}',
};

export const polybolt = {
  authed: '{"op":"authed","rid":"a1"}',
  subscribed: '{"op":"subscribed","channel":"price.crypto.twap","rid":"s1"}',
  snapshot:
    '{"v":1,"channel":"price.crypto","seq":1,"ts":1788973000000,"snapshot":true,"payload":{"symbol":"btcusd","source":"pyth","data":[{"timestamp":1788972880000,"value":64123.5,"full_accuracy_value":"64123.50000000"}]}}',
  spot: '{"v":1,"channel":"price.crypto","seq":2,"ts":1788973001000,"payload":{"symbol":"btcusd","value":64126.0,"full_accuracy_value":"64126.00000000","timestamp":1788973001000,"source":"pyth"}}',
  twap: '{"v":1,"channel":"price.crypto.twap","seq":2,"ts":1788973001000,"payload":{"symbol":"btcusd","value":64120.1,"full_accuracy_value":"64120.10000000","timestamp":1788973001000,"window_seconds":60,"source":"chainlink"}}',
  error: '{"op":"error","code":"auth_required","channel":"price.crypto","rid":"s1"}',
};

export const gammaMarket = {
  id: '1557558',
  question: 'Bitcoin Up or Down - September 28, 1:30PM-1:45PM ET',
  conditionId: '0xf6a64d2d...db41e',
  slug: 'btc-updown-15m-1790616600',
  resolutionSource: 'https://data.chain.link/streams/btc-usd-twap-60s-streams',
  startDate: '2026-09-27T17:38:00.123Z',
  eventStartTime: '2026-09-28T17:30:00Z',
  endDate: '2026-09-28T17:45:00Z',
  acceptingOrdersTimestamp: '2026-09-27T17:37:50Z',
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
  clobTokenIds: '["72701660...15502", "72842718...78432"]',
  orderPriceMinTickSize: 0.01,
  orderMinSize: 5,
  bestBid: 0.5,
  bestAsk: 0.51,
  lastTradePrice: 0.51,
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
    twapLookbackSeconds: 60,
  },
  rewardsMinSize: 50,
  rewardsMaxSpread: 4.5,
  umaResolutionStatuses: '[]',
  automaticallyActive: true,
};
export const gammaEvent = {
  id: '526320',
  ticker: gammaMarket.slug,
  slug: gammaMarket.slug,
  title: gammaMarket.question,
  startTime: gammaMarket.eventStartTime,
  endDate: gammaMarket.endDate,
  seriesSlug: 'btc-up-or-down-15m',
  markets: [gammaMarket],
};
export const gammaResolved = {
  ...gammaEvent,
  eventMetadata: { priceToBeat: 83884.316, finalPrice: 83890.1 },
  markets: [
    {
      ...gammaMarket,
      closed: true,
      closedTime: '2026-09-28 17:46:27+00',
      umaResolutionStatus: 'resolved',
      automaticallyResolved: true,
      outcomePrices: '["1", "0"]',
    },
  ],
};

/** Every documented frame of every channel. */
export const SAMPLES: Readonly<Record<Channel, readonly string[]>> = {
  binance: Object.values(binance),
  coinbase: Object.values(coinbase),
  kraken: Object.values(kraken),
  bitstamp: Object.values(bitstamp),
  clob: [...Object.values(clob), `[${clob.book},${clob.priceChange}]`],
  'clob-rest': [clob.book],
  rtds: Object.values(rtds),
  polybolt: Object.values(polybolt),
  gamma: [gammaEvent, gammaMarket, gammaResolved, [gammaEvent]].map((frame) => JSON.stringify(frame)),
  pyth: ['{"binary":{},"parsed":[]}'],
  gap: ['{"channel":"clob","since":1790616600123,"reason":"silent"}'],
};
