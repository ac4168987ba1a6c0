import { expect, test } from 'vitest';
import type { Market } from '../../../../shared/domain/market/market.ts';
import { untradeable } from '../../../../shared/domain/market/tradeable.ts';
import { windowAt } from '../../../../shared/domain/market/window.ts';
import { microUsdc } from '../../../../shared/domain/units/money.ts';
import { epochMs } from '../../../../shared/domain/units/time.ts';

const openAt = epochMs(Date.parse('2026-11-22T12:00:00Z'));
const market: Market = {
  window: windowAt({ asset: 'btc', length: '15m' }, openAt),
  slug: 'btc-updown-15m-1795348800',
  conditionId: '0xCOND',
  tokens: { up: '1', down: '2' },
  version: 'v1',
  acceptingOrders: true,
  declared: {},
  title: 'Bitcoin Up or Down',
};
const criteria = { leastLeftMs: 600_000, minLiquidity: microUsdc(100_000_000), liquidity: undefined };
const verdict = (changes: Partial<Market>, liquidity?: number, minutes = 5) =>
  untradeable({ ...market, ...changes }, epochMs(openAt + minutes * 60_000), {
    ...criteria,
    liquidity: liquidity === undefined ? undefined : microUsdc(liquidity),
  });

test.each([
  ['nothing is said against a market with time and liquidity enough', verdict({}, 100_000_000), undefined],
  ['a liquidity that is not told is not held against it', verdict({}), undefined],
  ['one of less than the least liquidity is thin', verdict({}, 99_999_999), 'thin'],
  // Minute 6 of 15 leaves 9.
  ['one with less than the least time left is too late', verdict({}, undefined, 6), 'too-late'],
  ['one that takes no orders is left alone', verdict({ acceptingOrders: false }), 'not-accepting-orders'],
  ['a later version is refused', verdict({ version: 'v2' }), 'unsupported-version'],
  ['a version that nobody knows is refused', verdict({ version: 'v9' }), 'unsupported-version'],
])('%s', (_, found, expected) => {
  expect(found).toBe(expected);
});
