import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clobProtocol } from '../../../../shared/adapters/polymarket/client-clob-socket.ts';
import { polyboltProtocol } from '../../../../shared/adapters/polymarket/client-polybolt.ts';
import { rtdsProtocol } from '../../../../shared/adapters/polymarket/client-rtds.ts';
import { clobSubscribe, clobUnsubscribe } from '../../../../shared/adapters/polymarket/messages.ts';
import { Credentials } from '../../../../shared/contracts/credentials.ts';
import { clob, polybolt, rtds } from '../../feeds/sample-frames.ts';

const urls = ['wss://one.example/ws'];
const said = (texts: readonly string[]) => texts.map((text) => JSON.parse(text));

describe('the CLOB', () => {
  const open: string[] = [];
  const protocol = clobProtocol({ urls, tokens: () => open });

  test('is asked for the books that matter at the moment of the opening', () => {
    expect(protocol.opening()).toEqual([]);
    open.push('1', '2');
    expect(said(protocol.opening())).toEqual([
      { assets_ids: ['1', '2'], type: 'market', custom_feature_enabled: true },
    ]);
  });

  test('is told later of books to add and to drop', () => {
    expect(said([clobSubscribe(['3']), clobUnsubscribe(['1'])])).toEqual([
      { assets_ids: ['3'], operation: 'subscribe', custom_feature_enabled: true },
      { assets_ids: ['1'], operation: 'unsubscribe' },
    ]);
  });

  test('hears PING every ten seconds', () => {
    expect(protocol.ping).toEqual({ text: 'PING', everyMs: 10_000 });
  });

  const { book, priceChange, newMarket, marketResolved, ...others } = clob;
  const bare = book.replace('"event_type":"book",', '');
  test.each<[string, string]>([
    ...[book, priceChange, bare, `[${book},${priceChange}]`, `[${bare}]`, ...Object.values(others)].map(
      (frame): [string, string] => ['data', frame],
    ),
    ...['PONG', 'PING', 'NO NEW ASSETS', 'INVALID OPERATION', '', '[]', '{}'].map(
      (frame): [string, string] => ['reply', frame],
    ),
    // News of anybody's markets say nothing of our books.
    ...[newMarket, marketResolved, `[${newMarket}]`, '{"id":"1","event_type":"new_market"}'].map(
      (frame): [string, string] => ['reply', frame],
    ),
    ['reply', '{"error":"bad request"}'],
    // Events of the connection itself, which a frozen feed may send as well.
    ...['ping', 'subscription_update', 'server_notice'].map((type): [string, string] => [
      'reply',
      `{"event_type":"${type}","timestamp":"1790616600123","message":"\\"bids\\":[]"}`,
    ]),
    ['reply', `[{"event_type":"ping"},${newMarket}]`],
    ['data', `[${newMarket},{"event_type":"ping"},${priceChange}]`],
    ['data', '{ "event_type": "last_trade_price" }'],
    ['data', '{"asset_id":"1","price":"0.5","event_type":"last_trade_price"}'],
  ])('sends %s: %.60s', (kind, frame) => {
    expect(protocol.kindOf(frame)).toBe(kind);
  });
});

describe('the price feed', () => {
  const credentials = new Credentials({ apiKey: 'k', secret: 's', passphrase: 'p' });
  const protocol = polyboltProtocol({ urls, assets: ['btc', 'eth'], lookbackMs: 60_000, credentials });

  test('is told who we are first, and what we want once it knows', () => {
    expect(said(protocol.opening())).toEqual([
      { op: 'auth', rid: 'auth', auth: { apiKey: 'k', secret: 's', passphrase: 'p' } },
    ]);
    const subscription = (asset: string, symbol: string) => ({
      op: 'subscribe',
      rid: asset,
      subscriptions: [
        { channel: 'price.crypto.twap', filter: { symbol, window_seconds: 60 } },
        { channel: 'price.crypto', filter: { symbol } },
      ],
    });
    expect(said(protocol.afterReady?.() ?? [])).toEqual([
      subscription('btc', 'btcusd'),
      subscription('eth', 'ethusd'),
    ]);
  });

  test.each([
    ['ready', polybolt.authed],
    ['data', polybolt.snapshot],
    ['data', polybolt.spot],
    ['data', polybolt.twap],
    ['reply', polybolt.subscribed],
    ['reply', polybolt.error],
    ['reply', '{"op":"error","code":"auth_unavailable"}'],
    ['reply', '{"v":1,"channel":"server_notice","seq":3,"ts":1788973001000,"payload":{"text":"restart"}}'],
    ['refused', '{"op":"error","code":"auth_invalid","rid":"a1"}'],
    ['refused', '{"op":"error","rid":"a1","code":"auth_attempts"}'],
  ])('sends %s: %.60s', (kind, frame) => {
    expect(protocol.kindOf(frame)).toBe(kind);
  });

  test('has prices and means that are waited for one by one, but not for what a subscription begins with', () => {
    const { names, of } = protocol.subjects ?? { names: [], of: () => undefined };
    expect(names).toEqual([
      'price.crypto.twap btcusd',
      'price.crypto btcusd',
      'price.crypto.twap ethusd',
      'price.crypto ethusd',
    ]);
    expect([polybolt.twap, polybolt.spot, polybolt.snapshot].map(of)).toEqual([
      names[0],
      names[1],
      undefined,
    ]);
  });

  test.each([
    [4001, 'refused'],
    [4008, 'refused'],
    [4003, { waitMs: 5_000 }],
    [4002, undefined],
    [1006, undefined],
  ])('closing with %d means %j', (code, meaning) => {
    expect(protocol.afterClose?.(code)).toEqual(meaning);
  });
});

describe('the legacy price feed', () => {
  const protocol = rtdsProtocol({ urls, assets: ['btc'] });

  test('is asked for one topic a message, with the filter as JSON in a text', () => {
    const subscription = (topic: string, type: string, filters: string) => ({
      action: 'subscribe',
      subscriptions: [{ topic, type, filters }],
    });
    expect(said(protocol.opening())).toEqual([
      subscription('crypto_prices_twap_sixty', 'update', '{"symbol":"btc/usd"}'),
      subscription('crypto_prices_chainlink', '*', '{"symbol":"btc/usd"}'),
      subscription('crypto_prices', 'update', '{"symbol":"btcusdt"}'),
    ]);
  });

  test('has three prints that are waited for one by one, but not for what a subscription begins with', () => {
    const { names, of } = protocol.subjects ?? { names: [], of: () => undefined };
    expect(names).toHaveLength(3);
    expect([rtds.twap, rtds.chainlink, rtds.relay, rtds.snapshot].map(of)).toEqual([...names, undefined]);
  });

  test('hears PING every five seconds', () => {
    expect(protocol.ping).toEqual({ text: 'PING', everyMs: 5_000 });
  });

  test.each<[string, string]>([
    ...Object.values(rtds).map((frame): [string, string] => ['data', frame]),
    // Real frames begin with the connection, snapshots with the payload.
    ['data', '{"connection_id":"x=","payload":{"symbol":"btcusdt"},"topic":"crypto_prices","type":"update"}'],
    ['data', '{"payload":{"data":[],"symbol":"btcusdt"},"topic":"crypto_prices","type":"subscribe"}'],
    ['reply', ''],
    ['reply', 'PONG'],
    ['reply', '{"body":{"message":"topic not found"},"statusCode":400}'],
    ['reply', '{"topic":"server_notice","type":"update","timestamp":1780730269142,"payload":{}}'],
  ])('sends %s: %.60s', (kind, frame) => {
    expect(protocol.kindOf(frame)).toBe(kind);
  });
});

test('whatever comes has a kind', () => {
  const credentials = new Credentials({ apiKey: 'k', secret: 's', passphrase: 'p' });
  const protocols = [
    clobProtocol({ urls, tokens: () => [] }),
    polyboltProtocol({ urls, assets: [], lookbackMs: 60_000, credentials }),
    rtdsProtocol({ urls, assets: [] }),
  ];
  const begins = fc.constantFrom('', '{"', '[{"', '{"op":"error",', '{"v":1,');
  fc.assert(
    fc.property(fc.constantFrom(...protocols), begins, fc.string(), ({ kindOf }, begin, rest) =>
      ['data', 'reply', 'ready', 'refused'].includes(kindOf(begin + rest)),
    ),
  );
});
