import { describe, expect, test } from 'vitest';
import { gammaCatalog } from '../../../../shared/adapters/polymarket/catalog.ts';
import { gammaClient } from '../../../../shared/adapters/polymarket/client-gamma.ts';
import { VenueUnavailableError } from '../../../../shared/contracts/errors.ts';
import { windowAt } from '../../../../shared/domain/market/window.ts';
import { quarter } from '../../domain/examples.ts';
import { gammaEvent, gammaMarket, gammaResolved } from '../../feeds/sample-frames.ts';
import { answering } from './answers.ts';

const listing = (answer: unknown, status = 200) => {
  const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
  const { host, asked } = answering(new Response(body, { status }));
  return { catalog: gammaCatalog(gammaClient(host)), asked };
};

describe('the catalog', () => {
  test("finds a window's market by its slug", async () => {
    const { catalog, asked } = listing(gammaEvent);
    expect(await catalog.market(quarter)).toMatchObject({
      window: quarter,
      conditionId: gammaMarket.conditionId,
    });
    expect(asked).toEqual(['https://venue.example/events/slug/btc-updown-15m-1790616600']);
  });

  test('knows of no winner before the venue has resolved, and then of that one', async () => {
    expect(await listing(gammaEvent).catalog.resolution(quarter)).toBeUndefined();
    expect(await listing(gammaResolved).catalog.resolution(quarter)).toEqual({
      conditionId: gammaMarket.conditionId,
      winner: 'up',
    });
  });

  test.each([
    ['does not know the slug', {}, 404, quarter],
    ['answers with another window', gammaEvent, 200, windowAt(quarter.series, quarter.closeAt)],
  ])('has nothing when the venue %s', async (_, answer, status, window) => {
    expect(await listing(answer, status).catalog.market(window)).toBeUndefined();
    expect(await listing(answer, status).catalog.resolution(window)).toBeUndefined();
  });

  test('finds it beside one that cannot be read', async () => {
    const { catalog } = listing({
      events: [{ markets: null }, { ...gammaEvent, markets: [{}, gammaMarket] }],
    });
    expect(await catalog.market(quarter)).toMatchObject({ conditionId: gammaMarket.conditionId });
  });

  test.each([
    ['is out of order', 'oops', 503, 'venue.example answered 503'],
    [
      'lists what cannot be read',
      { ...gammaEvent, markets: 5 },
      200,
      'the listing of btc-updown-15m-1790616600 cannot be read',
    ],
  ])('cannot be asked when the venue %s', async (_, answer, status, message) => {
    const run = listing(answer, status).catalog.market(quarter);
    await expect(run).rejects.toThrow(VenueUnavailableError);
    await expect(run).rejects.toThrow(message);
  });
});
