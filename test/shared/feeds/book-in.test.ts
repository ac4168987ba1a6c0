import { expect, test } from 'vitest';
import { MalformedFrameError } from '../../../shared/contracts/errors.ts';
import { bookIn } from '../../../shared/feeds/book-in.ts';

const answer = {
  market: `0x${'a'.repeat(64)}`,
  asset_id: '123',
  timestamp: '1790616600123',
  hash: 'b'.repeat(40),
  bids: [{ price: '0.52', size: '100' }],
  asks: [{ price: '0.54', size: '20.5' }],
  tick_size: '0.01',
};

test('an answer of GET /book holds a book', () => {
  // 0.52 is 5200 ten-thousandths, 100 shares are 100 million millionths.
  expect(bookIn(JSON.stringify(answer))).toMatchObject({
    token: '123',
    exchangeAt: 1_790_616_600_123,
    bids: [{ price: 5_200, size: 100_000_000 }],
    asks: [{ price: 5_400, size: 20_500_000 }],
  });
});

test.each(['{}', 'no JSON', '[]', '{"error":"No orderbook exists"}'])('%s is malformed', (text) => {
  expect(() => bookIn(text)).toThrow(MalformedFrameError);
});
