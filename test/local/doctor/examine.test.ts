import { expect, test } from 'vitest';
import type { Check } from '../../../local/doctor/check.ts';
import { connectSocket } from '../../../local/doctor/connect.ts';
import { examine } from '../../../local/doctor/examine.ts';
import type { Hosts } from '../../../shared/contracts/hosts.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';
import { scratchFolder } from '../tapes.ts';
import { type Manners, venueOf } from './venue.ts';

const folder = scratchFolder();

interface Circumstances {
  readonly aheadMs?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly overrides?: Partial<Hosts>;
}

async function examined(manners: Manners, { aheadMs = 0, env = {}, overrides = {} }: Circumstances = {}) {
  const { hosts } = await venueOf(manners);
  const fractions: number[] = [];
  const checks = await examine({
    hosts: { ...hosts, ...overrides },
    clock: { now: () => epochMs(Date.now() + aheadMs) },
    fetch: globalThis.fetch,
    connect: connectSocket,
    env,
    simulated: false,
    nodeVersion: '24.21.0',
    folder,
    onProgress: (fraction) => fractions.push(fraction),
  });
  const named = (start: string): Check => {
    const check = checks.find(({ name }) => name.startsWith(start));
    if (check === undefined) throw new Error(`no check begins with ${start}`);
    return check;
  };
  return { checks, named, fractions };
}

test('a healthy venue leaves nothing to do but to set credentials', async () => {
  const { checks, named, fractions } = await examined({});
  expect(checks.filter(({ name, state }) => state !== 'good' && name !== 'data folder')).toEqual([
    expect.objectContaining({ name: 'credentials', state: 'warn', value: 'not set' }),
  ]);
  expect(named('spot exchanges').value).toBe('4 of 4 reached');
  expect(named('binance REST').value).toMatch(/^\d+ ms$/);
  expect(fractions.at(-1)).toBe(1);
});

test('whatever is not good says what to do, and what is good does not', async () => {
  const { checks } = await examined({ rest: { '/': () => ({ status: 503, body: {} }) } });
  for (const { state, remedy } of checks) expect(remedy === '').toBe(state === 'good');
});

test('one exchange that does not serve this place is a warning: the others go on', async () => {
  const { checks, named } = await examined({ sockets: { '/binance': 451 } });
  expect(named('binance socket')).toMatchObject({
    state: 'warn',
    value: 'answers HTTP 451: it does not serve this place',
  });
  expect(named('spot exchanges')).toMatchObject({ state: 'warn', value: '3 of 4 reached' });
  expect(checks.every(({ state }) => state !== 'bad')).toBe(true);
});

test('no spot exchange at all is bad', async () => {
  const { named } = await examined({
    sockets: { '/binance': 451, '/coinbase': 403, '/kraken': 503, '/bitstamp': 429 },
  });
  expect(named('spot exchanges')).toMatchObject({ state: 'bad', value: '0 of 4 reached' });
});

test('a second host makes up for the first', async () => {
  const { url } = await venueOf({});
  const { hosts } = await venueOf({ sockets: { '/clob': 451 } });
  const clobSocket = [...hosts.clobSocket, `${url.replace('http', 'ws')}/clob/ws/market`];
  const { checks } = await examined({}, { overrides: { clobSocket } });
  expect(
    checks.filter(({ name }) => name.startsWith('polymarket CLOB socket')).map(({ state }) => state),
  ).toEqual(['warn', 'good']);
});

test('without the order book there is nothing to trade', async () => {
  const { named } = await examined({ sockets: { '/clob': 503 } });
  expect(named('polymarket CLOB socket')).toMatchObject({ state: 'bad' });
});

test.each([
  [0, 'good'],
  // Beyond a quarter of a second it is seen, beyond a whole one it is bad.
  [600, 'warn'],
  [-600, 'warn'],
  [2_500, 'bad'],
  [-2_500, 'bad'],
])('a clock that is %d ms ahead is %s', async (aheadMs, state) => {
  const { named } = await examined({}, { aheadMs });
  for (const server of ['binance', 'coinbase'])
    expect(named(`clock beside ${server} REST`)).toMatchObject({ state });
});

test('a clock far off shows on servers that tell whole seconds too', async () => {
  const { named } = await examined({}, { aheadMs: 3_000 });
  for (const server of ['kraken', 'polymarket CLOB'])
    expect(named(`clock beside ${server} REST`)).toMatchObject({ state: 'bad' });
});

test('a server that tells no time is no clock to go by', async () => {
  const { named } = await examined({
    rest: {
      '/binance/api/v3/time': () => ({ body: 'soon' }),
      '/kraken/rest/0/public/Time': () => ({ body: { result: [] } }),
    },
  });
  for (const server of ['binance', 'kraken'])
    expect(named(`clock beside ${server} REST`)).toMatchObject({ state: 'warn', value: 'it tells no time' });
});

test('a place whose orders are refused is for paper only', async () => {
  const body = { blocked: true, ip: '192.0.2.1', country: 'US', region: 'NY' };
  const { named } = await examined({ rest: { '/site': () => ({ body }) } });
  const check = named('orders from this place');
  expect(check).toMatchObject({ state: 'warn', value: 'refused (US, NY)' });
  expect(check.remedy).toContain('Paper trading only');
  expect(check.value).not.toContain('192.0.2.1');
});

test('a place that nobody tells of is no reason to stop paper trading', async () => {
  const { named } = await examined({ rest: { '/site': () => ({ status: 500, body: {} }) } });
  expect(named('orders from this place').state).toBe('warn');
});
