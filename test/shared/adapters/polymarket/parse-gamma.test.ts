import { describe, expect, test } from 'vitest';
import { cents, quarter, shares } from '../../domain/examples.ts';
import { gammaEvent, gammaMarket, gammaResolved } from '../../feeds/sample-frames.ts';
import { read, refusal, told } from '../../feeds/told.ts';

const market = {
  window: quarter,
  slug: 'btc-updown-15m-1790616600',
  conditionId: '0xf6a64d2d...db41e',
  tokens: { up: '72701660...15502', down: '72842718...78432' },
  version: 'v1',
  acceptingOrders: true,
  declared: {
    fee: { ratePpm: 70_000, exponent: 1 },
    tickSize: cents(1),
    minSize: shares(5),
    twapLookbackMs: 60_000,
  },
  title: 'Bitcoin Up or Down - September 28, 1:30PM-1:45PM ET',
};
const resolved = (winner: string) => ({
  kind: 'resolved',
  resolution: { conditionId: market.conditionId, winner },
});
const withMarket = (change: object) => ({ ...gammaEvent, markets: [{ ...gammaMarket, ...change }] });
const metadata = (eventMetadata: unknown) => ({ ...gammaEvent, eventMetadata });

describe('a listing is told', () => {
  test.each([
    ['an event', gammaEvent],
    ['an array of events', [gammaEvent]],
    ['a page of events', { events: [gammaEvent], next_cursor: 'abc' }],
    ['a market alone', gammaMarket],
    ['an event without metadata', metadata(null)],
    ['an event whose metadata is empty', metadata({})],
  ])('of %s', (_, frame) => {
    expect(told('gamma', frame)).toEqual([{ kind: 'listed', market }]);
  });

  test('with the tokens matched by their label', () => {
    expect(told('gamma', withMarket({ outcomes: '["Down", "Up"]' }))).toMatchObject([
      { market: { tokens: { up: market.tokens.down, down: market.tokens.up } } },
    ]);
  });

  test('with arrays that are no text too', () => {
    expect(told('gamma', withMarket({ outcomes: ['Up', 'Down'], clobTokenIds: ['1', '2'] }))).toMatchObject([
      { market: { tokens: { up: '1', down: '2' } } },
    ]);
  });

  test.each([
    ['as of v1 when it does not say', { version: undefined }, { version: 'v1' }],
    ['as of the version that it says', { version: 'v2' }, { version: 'v2' }],
    ['as closed for orders when it does not say', { acceptingOrders: undefined }, { acceptingOrders: false }],
  ])('%s', (_, change, expected) => {
    expect(told('gamma', withMarket(change))).toMatchObject([{ market: expected }]);
  });

  // The venue's own schemas let each of these be null.
  test.each([
    ['closed', {}],
    ['outcomePrices', {}],
    ['eventStartTime', {}],
    ['umaResolutionStatuses', {}],
    ['version', { version: 'unstated' }],
    ['acceptingOrders', { acceptingOrders: false }],
    ['question', { title: market.slug }],
    ['feesEnabled', {}],
    ['feeSchedule', { declared: { ...market.declared, fee: undefined } }],
    ['orderMinSize', { declared: { ...market.declared, minSize: undefined } }],
    ['orderPriceMinTickSize', { declared: { ...market.declared, tickSize: undefined } }],
    ['cryptoMarketConfig', { declared: { ...market.declared, twapLookbackMs: undefined } }],
  ])('where %s is null, which decides about that alone', (key, change) => {
    expect(told('gamma', withMarket({ [key]: null }))).toEqual([
      { kind: 'listed', market: { ...market, ...change } },
    ]);
  });

  test('of Protocol V2, with its position ids', () => {
    const positions = { positionIds: '["0x01", "0x02"]', clobTokenIds: null };
    const tokens = { up: '0x01', down: '0x02' };
    expect(told('gamma', withMarket({ ...positions, version: 'v2' }))).toEqual([
      { kind: 'listed', market: { ...market, tokens, version: 'v2' } },
    ]);
    for (const version of ['v1', undefined, null])
      expect(told('gamma', withMarket({ ...positions, version }))).toEqual([
        { kind: 'listed', market: { ...market, tokens, version: 'unstated' } },
      ]);
  });

  test('of v1 with its tokens, though it has position ids too', () => {
    expect(told('gamma', withMarket({ positionIds: '["0x01", "0x02"]' }))).toEqual([
      { kind: 'listed', market },
    ]);
  });

  describe('beside', () => {
    const listed = { kind: 'listed', market };

    test.each([
      ['an event without markets', { slug: 'odd', markets: null }, /^markets: /],
      ['a number', 7, /^frame: /],
      ['an event whose market has no outcomes', withMarket({ outcomes: null }), /^markets\.0\.outcomes: /],
      [
        'an event whose market has a tick size of its own',
        withMarket({ orderPriceMinTickSize: 0.02 }),
        /^rules /,
      ],
    ])('%s on its page, which is refused by name', (_, odd, reason) => {
      const { events, refused } = read('gamma', { events: [gammaEvent, odd, gammaEvent] });
      expect(events).toEqual([listed, listed]);
      expect(refused).toEqual([expect.stringMatching(reason)]);
    });

    test('a market of its event that cannot be read', () => {
      const { events, refused } = read('gamma', { ...gammaEvent, markets: [{}, gammaMarket] });
      expect(events).toEqual([listed]);
      expect(refused).toEqual([expect.stringMatching(/^markets\.0\.slug: /)]);
    });

    test.each([[{ priceToBeat: 0 }], [{ priceToBeat: {} }], [5]])(
      'a strike that cannot be read: %j',
      (eventMetadata) => {
        const { events, refused } = read('gamma', metadata(eventMetadata));
        expect(events).toEqual([listed]);
        expect(refused).toHaveLength(1);
      },
    );
  });

  test.each([
    ['no fee', { feesEnabled: false }, { ...market.declared, fee: { ratePpm: 0, exponent: 1 } }],
    [
      'the squared fee of early 2026',
      { feeSchedule: { rate: '0.25', exponent: 2 } },
      { ...market.declared, fee: { ratePpm: 250_000, exponent: 2 } },
    ],
    [
      'an average that is switched off',
      { cryptoMarketConfig: { twapEnabled: false, twapLookbackSeconds: 0 } },
      { ...market.declared, twapLookbackMs: undefined },
    ],
    [
      'nothing',
      {
        feeSchedule: null,
        feesEnabled: undefined,
        cryptoMarketConfig: null,
        orderMinSize: undefined,
        orderPriceMinTickSize: undefined,
      },
      {},
    ],
    [
      'a fee of an exponent that is unknown',
      { feeSchedule: { rate: 0.07, exponent: 3 } },
      { ...market.declared, fee: undefined },
    ],
  ])('with what it declares: %s', (_, change, declared) => {
    const [event] = told('gamma', withMarket(change));
    expect(event).toMatchObject({ kind: 'listed' });
    expect(event?.kind === 'listed' && event.market.declared).toEqual(declared);
  });

  test.each([
    ['a number', 83884.316, 83_884_316_000_000_000_000_000n],
    ['a text, to its last digit', '65048.078902260626', 65_048_078_902_260_626_000_000n],
  ])('with its strike where it is %s', (_, priceToBeat, strike) => {
    expect(told('gamma', metadata({ priceToBeat }))).toEqual([{ kind: 'listed', market, strike }]);
  });

  test('of an hour, whose slug says its start in words', () => {
    // 5 pm UTC is 1 pm in New York in September.
    const hour = {
      slug: 'bitcoin-up-or-down-september-28-2026-1pm-et',
      eventStartTime: '2026-09-28T17:00:00Z',
    };
    expect(told('gamma', withMarket(hour))).toMatchObject([
      {
        market: {
          window: { series: { asset: 'btc', length: '1h' }, openAt: Date.parse(hour.eventStartTime) },
        },
      },
    ]);
  });
});

describe('an outcome is told', () => {
  test('beside the listing and the strike', () => {
    expect(told('gamma', gammaResolved)).toEqual([
      { kind: 'listed', market, strike: 83_884_316_000_000_000_000_000n },
      resolved('up'),
    ]);
  });

  test.each([
    ['["0", "1"]', 'down'],
    ['["1.0", "0.0"]', 'up'],
  ])('where the prices are %s', (outcomePrices, winner) => {
    expect(told('gamma', withMarket({ closed: true, outcomePrices }))[1]).toEqual(resolved(winner));
  });

  test.each([
    ['while it is open', { outcomePrices: '["1", "0"]' }],
    ['at prices between', { closed: true, outcomePrices: '["0.5", "0.5"]' }],
    ['without prices', { closed: true, outcomePrices: undefined }],
    ['with too few prices', { closed: true, outcomePrices: '["1"]' }],
    ['with prices that are null', { closed: true, outcomePrices: null }],
    ['with a price that is null', { closed: true, outcomePrices: '["1", null]' }],
    ['with a price that is empty', { closed: true, outcomePrices: '["1", ""]' }],
  ])('not %s', (_, change) => {
    expect(told('gamma', withMarket(change))).toEqual([{ kind: 'listed', market }]);
  });
});

describe('nothing is told of', () => {
  test.each([
    ['another kind of market', { slug: 'will-it-rain-in-may' }],
    ['other outcomes', { outcomes: '["Yes", "No"]' }],
    ['a market whose tokens are not there yet', { clobTokenIds: '[]' }],
    [
      'an hour that its slug does not name',
      { slug: 'bitcoin-up-or-down-september-28-2026-2pm-et', eventStartTime: '2026-09-28T17:00:00Z' },
    ],
    [
      'an hour without a start',
      { slug: 'bitcoin-up-or-down-september-28-2026-1pm-et', eventStartTime: 'soon' },
    ],
    [
      'an asset named after a property',
      { slug: 'constructor-up-or-down-september-28-2026-1pm-et', eventStartTime: '2026-09-28T17:00:00Z' },
    ],
  ])('%s', (_, change) => {
    expect(told('gamma', withMarket(change))).toEqual([]);
  });
});

describe('refused is', () => {
  test.each<[string, unknown, RegExp]>([
    ['a text', 'upstream error', /^is not JSON$/],
    ['a market without outcomes', withMarket({ outcomes: undefined }), /^markets\.0\.outcomes: /],
    ['outcomes that are no array in a text', withMarket({ outcomes: 'Up, Down' }), /^markets\.0\.outcomes: /],
    ['outcomes that are an object in a text', withMarket({ outcomes: '{}' }), /^markets\.0\.outcomes: /],
    ['a condition that is a number', withMarket({ conditionId: 1 }), /^markets\.0\.conditionId: /],
    ['markets that are no array', { ...gammaEvent, markets: {} }, /^markets: /],
    ['a market alone without a slug', { ...gammaMarket, slug: undefined }, /^slug: /],
    ['a number', 1, /^frame: /],
    ['an array of numbers', [1], /^frame: /],
    ['a strike of zero', metadata({ priceToBeat: 0 }), /^priceToBeat is not/],
    ['a strike with an exponent', metadata({ priceToBeat: '8e4' }), /^priceToBeat is not/],
    ['a strike beyond any price', metadata({ priceToBeat: '99999999999' }), /^priceToBeat is not/],
    ['a strike that is an object', metadata({ priceToBeat: {} }), /^eventMetadata\.priceToBeat: /],
    ['a tick size of zero', withMarket({ orderPriceMinTickSize: 0 }), /^rules is not/],
    [
      'a tick size that the venue does not have',
      withMarket({ orderPriceMinTickSize: 0.02 }),
      /^rules is not/,
    ],
    ['a negative smallest size', withMarket({ orderMinSize: -5 }), /^rules is not/],
    ['a fee above what is bought', withMarket({ feeSchedule: { rate: 1.1, exponent: 1 } }), /^rules is not/],
    [
      'an average over nothing',
      withMarket({ cryptoMarketConfig: { twapEnabled: true, twapLookbackSeconds: 0 } }),
      /^rules is not/,
    ],
    [
      'an average over half a second',
      withMarket({ cryptoMarketConfig: { twapEnabled: true, twapLookbackSeconds: 0.5 } }),
      /twapLookbackSeconds: /,
    ],
  ])('%s', (_, frame, reason) => {
    expect(refusal('gamma', frame)).toMatch(reason);
  });
});
