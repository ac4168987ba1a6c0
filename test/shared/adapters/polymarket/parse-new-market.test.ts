import { describe, expect, test } from 'vitest';
import { cents } from '../../domain/examples.ts';
import { clob } from '../../feeds/sample-frames.ts';
import { refusal, told } from '../../feeds/told.ts';

const message = JSON.parse(clob.newMarket);

test('a new market is listed, not yet open for orders', () => {
  const openAt = Date.parse('2026-05-27T07:55:00Z');
  expect(told('clob', clob.newMarket)).toEqual([
    {
      kind: 'listed',
      market: {
        window: { series: { asset: 'btc', length: '5m' }, openAt, closeAt: openAt + 300_000 },
        slug: 'btc-updown-5m-1779868500',
        conditionId: '0xCOND',
        tokens: { up: '8356..', down: '7996..' },
        version: 'v1',
        acceptingOrders: false,
        declared: { fee: { ratePpm: 70_000, exponent: 1 }, tickSize: cents(1) },
        title: 'Bitcoin Up or Down - May 27, 3:55AM-4:00AM ET',
      },
    },
  ]);
});

test('the tokens are matched by their label, whatever their order', () => {
  expect(told('clob', { ...message, outcomes: ['Down', 'Up'] })).toMatchObject([
    { market: { tokens: { up: '7996..', down: '8356..' } } },
  ]);
});

test.each([
  ['says that it takes no fee', { fees_enabled: false }, { fee: { ratePpm: 0, exponent: 1 }, tickSize: 100 }],
  ['says nothing of its fee', { fees_enabled: undefined, fee_schedule: null }, { tickSize: 100 }],
  ['says nothing of its tick size', { order_price_min_tick_size: undefined }, { fee: { ratePpm: 70_000 } }],
])('a market that %s declares just that', (_, change, declared) => {
  const [event] = told('clob', { ...message, ...change });
  expect(event).toMatchObject({ market: { declared } });
});

test('a market that says nothing of itself is listed, and is of no version that we trade', () => {
  const nothing = {
    question: null,
    version: null,
    fees_enabled: null,
    fee_schedule: null,
    order_price_min_tick_size: null,
  };
  expect(told('clob', { ...message, ...nothing })).toMatchObject([
    { market: { title: message.slug, version: 'unstated', declared: {} } },
  ]);
});

describe('nothing is told of', () => {
  test.each([
    ['a market of another kind', { slug: 'will-it-rain-in-may', outcomes: ['Yes', 'No'] }],
    ['a market with other outcomes', { outcomes: ['Yes', 'No'] }],
    ['a market that lacks a token', { assets_ids: ['8356..'] }],
    ['a window that is not on the grid', { slug: 'btc-updown-5m-1779868501' }],
  ])('%s', (_, change) => {
    expect(told('clob', { ...message, ...change })).toEqual([]);
  });
});

describe('refused is', () => {
  test.each([
    ['a market without a slug', { slug: undefined }, 'new_market: slug is missing or wrong'],
    [
      'tokens that are a text',
      { assets_ids: '["8356..","7996.."]' },
      'new_market: assets_ids is missing or wrong',
    ],
    [
      'a fee that is a number',
      { fee_schedule: { rate: 0.07, exponent: 1 } },
      'new_market: fee_schedule.rate is missing or wrong',
    ],
    [
      'a negative fee',
      { fee_schedule: { rate: '-0.07', exponent: '1' } },
      'new_market is not a decimal number in range',
    ],
    [
      'a tick size of zero',
      { order_price_min_tick_size: '0' },
      'new_market is not a decimal number in range',
    ],
  ])('%s', (_, change, reason) => {
    expect(refusal('clob', { ...message, ...change })).toBe(reason);
  });
});
