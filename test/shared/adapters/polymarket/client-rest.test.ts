import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { clobClient } from '../../../../shared/adapters/polymarket/client-clob.ts';
import { gammaClient } from '../../../../shared/adapters/polymarket/client-gamma.ts';
import { geoblock } from '../../../../shared/adapters/polymarket/client-geoblock.ts';
import { VenueUnavailableError } from '../../../../shared/contracts/errors.ts';
import { answering } from './answers.ts';

const json = (body: string, init?: ResponseInit) => new Response(body, init);
const failure = (promise: Promise<unknown>): Promise<VenueUnavailableError> =>
  promise.then(
    () => expect.fail('was not refused'),
    (error) => {
      expect(error).toBeInstanceOf(VenueUnavailableError);
      return error as VenueUnavailableError;
    },
  );

describe('an event is asked for by its slug', () => {
  test('and told as the venue wrote it', async () => {
    const body = '{ "slug":"btc-updown-15m-1790616600",\n "markets":[] }';
    const { host, asked } = answering(json(body));
    expect(await gammaClient(host).eventBySlug('btc-updown-15m-1790616600')).toBe(body);
    expect(asked).toEqual(['https://venue.example/events/slug/btc-updown-15m-1790616600']);
  });

  test('that the venue does not know', async () => {
    const { host } = answering(json('{"type":"not found error"}', { status: 404 }));
    expect(await gammaClient(host).eventBySlug('x')).toBeUndefined();
  });
});

describe('the events of a series', () => {
  const page = (...cursor: string[]) => json(JSON.stringify({ events: [], next_cursor: cursor[0] }));
  const all = async (host: Parameters<typeof gammaClient>[0]) => {
    const pages: string[] = [];
    for await (const each of gammaClient(host).events({ seriesId: '10192', limit: 2 })) pages.push(each);
    return pages;
  };

  test('are told page by page until one names no other', async () => {
    const { host, asked } = answering(page('a='), page('b'), page());
    expect(await all(host)).toHaveLength(3);
    expect(asked.map((url) => new URL(url).search)).toEqual([
      '?series_id=10192&closed=false&limit=2',
      '?series_id=10192&closed=false&limit=2&after_cursor=a%3D',
      '?series_id=10192&closed=false&limit=2&after_cursor=b',
    ]);
  });

  test('end where the venue names the same page again', async () => {
    const { host } = answering(page('a'));
    expect(await all(host)).toHaveLength(2);
  });
});

describe('the CLOB', () => {
  test('tells a book as the venue wrote it', async () => {
    const { host, asked } = answering(json('{"bids": [], "asks": []}'));
    expect(await clobClient(host).book('7')).toBe('{"bids": [], "asks": []}');
    expect(asked).toEqual(['https://venue.example/book?token_id=7']);
  });

  test('has no book of a market that is resolved', async () => {
    const { host } = answering(
      json('{"error":"No orderbook exists for the requested token id"}', { status: 404 }),
    );
    expect(await clobClient(host).book('7')).toBeUndefined();
  });

  test('tells its time in whole seconds', async () => {
    expect(await clobClient(answering(json('1790430300')).host).serverTime()).toBe(1_790_430_300_000);
  });

  test.each(['"soon"', '17904303000000', '{}'])('that answers %s for its time told none', async (body) => {
    const error = await failure(clobClient(answering(json(body)).host).serverTime());
    expect(error.message).toBe('venue.example told no time');
  });
});

describe('the venue says whether it serves the place that we ask from', () => {
  test('with country and region', async () => {
    const { host, asked } = answering(
      json('{"blocked":true,"ip":"203.0.113.42","country":"US","region":"NY"}'),
    );
    expect(await geoblock(host)).toEqual({ blocked: true, country: 'US', region: 'NY' });
    expect(asked).toEqual(['https://venue.example/api/geoblock']);
  });

  test.each([json('{}'), json('{"blocked":"no","country":"IE"}'), json('', { status: 404 })])(
    'and no answer is no permission',
    async (answer) => {
      await failure(geoblock(answering(answer).host));
    },
  );
});

describe('a host that cannot be asked is named, with the reason', () => {
  const ask = (answer: Response | Error) => failure(gammaClient(answering(answer).host).eventBySlug('x'));

  test('when it is too much for it, and how long it wants us to wait', async () => {
    const error = await ask(json('slow down', { status: 429, headers: { 'retry-after': '7' } }));
    expect(error).toMatchObject({ message: 'venue.example answered 429: "slow down"', retryAfterMs: 7_000 });
  });

  test('when a wait is told as a date, or is beyond a day', async () => {
    const date = { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' };
    expect(await ask(json('', { status: 503, headers: date }))).toMatchObject({ retryAfterMs: undefined });
    // 24 x 60 x 60 x 1000
    const ages = { 'retry-after': '999999999' };
    expect(await ask(json('', { status: 503, headers: ages }))).toMatchObject({ retryAfterMs: 86_400_000 });
  });

  test('when it is out of order', async () => {
    expect((await ask(json('<html>', { status: 502 }))).message).toBe('venue.example answered 502: "<html>"');
  });

  test('when its answer is no JSON', async () => {
    const error = await ask(json('<html>just a moment</html>'));
    expect(error.message).toBe('venue.example sent no JSON: "<html>just a moment</html>"');
    expect(error.cause).toBeInstanceOf(SyntaxError);
  });

  test('when it cannot be reached', async () => {
    const cause = new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND venue.example') });
    const error = await ask(cause);
    expect(error.message).toBe('venue.example cannot be asked: getaddrinfo ENOTFOUND venue.example');
    expect(error.cause).toBe(cause);
  });

  test('when it breaks off in the middle of a body', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"half":', () => response.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const error = await failure(gammaClient({ url }).eventBySlug('x'));
    server.close();
    expect(error.message).toMatch(/^127\.0\.0\.1:\d+ cannot be asked: /);
  });
});
