import { expect, test } from 'vitest';
import { available, equity, exposure } from '../../../../shared/domain/ledger/account.ts';
import { accountOf, position, secondsIn, usd } from '../examples.ts';

// 10,000 of which 1,202.10 went into two positions (fee included) and 107 are set aside
const account = accountOf(10_000, {
  cash: usd(8_797.9),
  positions: { a: { ...position(1_000), fee: usd(2) }, b: { ...position(200), fee: usd(0.1) } },
  reservations: { c: { amount: usd(107), stake: usd(100), at: secondsIn(240) } },
});

test('equity is cash and what was paid for positions', () => {
  expect(equity(account)).toBe(usd(10_000));
});

test('what is set aside is not available', () => {
  expect(available(account)).toBe(usd(8_690.9));
});

test('exposure is what is in positions or set aside', () => {
  expect(exposure(account)).toBe(usd(1_309.1));
});

test('an account that has done nothing is all available', () => {
  const fresh = accountOf(500);
  expect([equity(fresh), available(fresh), exposure(fresh)]).toEqual([usd(500), usd(500), 0]);
});
