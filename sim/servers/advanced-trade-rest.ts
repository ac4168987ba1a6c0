import { type Answer, ok, type Question } from './side.ts';

/**
 * What clients of the Advanced Trade interface ask before they listen: the products, and the currencies by v2. Below
 * `/rest`, as the Exchange's market data is, or without it.
 */
export function advancedTradeAnswer({ path, query }: Question): Answer | undefined {
  switch (path.replace(/^\/rest/, '')) {
    case '/api/v3/brokerage/market/products': {
      const products = (query.get('product_type') ?? 'SPOT') === 'SPOT' ? [PRODUCT] : [];
      return ok({ products, num_products: products.length });
    }
    case '/v2/currencies':
      return ok({ data: [{ id: 'USD', name: 'US Dollar', min_size: '0.01' }] });
    case '/v2/currencies/crypto':
      return ok({ data: [{ asset_id: 'btc', code: 'BTC', name: 'Bitcoin', exponent: 8, type: 'crypto' }] });
    case '/v2/exchange-rates':
      return ok({ data: { currency: 'USD', rates: { USD: '1.0' } } });
    default:
      return undefined;
  }
}

const PRODUCT = {
  product_id: 'BTC-USD',
  base_currency_id: 'BTC',
  quote_currency_id: 'USD',
  base_name: 'Bitcoin',
  quote_name: 'US Dollar',
  base_increment: '0.00000001',
  quote_increment: '0.01',
  price_increment: '0.01',
  base_min_size: '0.00000001',
  base_max_size: '3400',
  quote_min_size: '1',
  quote_max_size: '150000000',
  status: 'online',
  product_type: 'SPOT',
  trading_disabled: false,
  is_disabled: false,
  view_only: false,
  alias: '',
  alias_to: [],
};
