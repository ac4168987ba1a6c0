import { once } from 'node:events';
import { connect as connectLine } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { VenueUnavailableError } from '../../../shared/contracts/errors.ts';
import { Front } from '../../../sim/servers/front.ts';
import { NO_INTERFERENCE } from '../../../sim/servers/outlet.ts';
import type { Client, Side } from '../../../sim/servers/side.ts';
import { ok } from '../../../sim/servers/side.ts';
import { serving } from './rig.ts';

/** Repeats what it hears; asked for anything, it says what it was asked. */
function makeEcho(extra: Partial<Side> = {}) {
  const clients = new Set<Client>();
  const side: Side = {
    prefix: '/echo',
    channel: 'kraken',
    restChannel: 'kraken',
    hears: [],
    play: () => {},
    serves: (path) => path === '/socket',
    connect(client) {
      clients.add(client);
      return { hear: (text) => client.send(text), end: () => clients.delete(client) };
    },
    answer: ({ method, path, body }) => (path === '/gone' ? undefined : ok({ method, path, body })),
    ...extra,
  };
  return { side, clients };
}

const refusalOf = async (url: string, path: string) => {
  const socket = new WebSocket(url.replace('http', 'ws') + path);
  const [error] = (await once(socket, 'error')) as [Error];
  return error.message;
};

test('requests go to the side whose prefix they have', async () => {
  const { get, status } = await serving(makeEcho().side);
  expect(await get('/echo/a/b/?c=d', { e: 1 })).toEqual({ method: 'POST', path: '/a/b', body: '{"e":1}' });
  expect(await get('/echo')).toEqual({ method: 'GET', path: '', body: '' });
  for (const path of ['/echoes', '/echo/gone', '/', '//']) expect(await status(path)).toBe(404);
});

test('a socket is refused at a path where none is served', async () => {
  const { url } = await serving(makeEcho().side);
  for (const path of ['/echo', '/other/socket'])
    expect(await refusalOf(url, path)).toBe('Unexpected server response: 404');
});

test('everything that is handed to a socket is told', async () => {
  const { connect, sent } = await serving(makeEcho().side);
  const line = await connect('/echo/socket');
  expect(await line.ask('hello')).toBe('hello');
  expect(sent).toEqual(['hello']);
});

test('what is said to several clients at once reaches each in its order', async () => {
  const { side, clients } = makeEcho();
  const { connect, front } = await serving(side);
  const [one, two] = [await connect('/echo/socket'), await connect('/echo/socket')];
  front.together(() => {
    for (const text of ['a', 'b']) for (const client of clients) client.send(text);
  });
  for (const line of [one, two]) expect([await line.hear(), await line.hear()]).toEqual(['a', 'b']);
});

test('a session ends with its socket, and nothing is sent to it any more', async () => {
  const ended = Promise.withResolvers<void>();
  let only: Client | undefined;
  const { side } = makeEcho({
    connect(client) {
      only = client;
      return { hear: () => {}, end: () => ended.resolve() };
    },
  });
  const { connect, sent } = await serving(side);
  const line = await connect('/echo/socket');
  line.socket.terminate();
  await ended.promise;
  only?.send('late');
  expect(sent).toEqual([]);
});

test('an interference stands between a venue and its client', async () => {
  const { connect, sent } = await serving(makeEcho().side, {
    ...NO_INTERFERENCE,
    outlet: ({ channel }, next) => ({
      send: (text) => {
        next.send(text);
        next.send(`${channel} ${text}`);
      },
      close: (code) => next.close(code),
    }),
  });
  const line = await connect('/echo/socket');
  expect(await line.ask('hello')).toBe('hello');
  expect(await line.hear()).toBe('kraken hello');
  expect(sent).toEqual(['hello', 'kraken hello']);
});

test('an interference refuses sockets and requests', async () => {
  const { url } = await serving(makeEcho().side, {
    ...NO_INTERFERENCE,
    upgrade: () => 451,
    request: () => ({ status: 429, headers: { 'retry-after': '1' }, body: '{"error":"slow down"}' }),
  });
  expect(await refusalOf(url, '/echo/socket')).toBe('Unexpected server response: 451');
  const response = await fetch(`${url}/echo`);
  expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
    429,
    '1',
    { error: 'slow down' },
  ]);
});

test('an interference leaves sockets and requests without an answer until the venue closes', async () => {
  const asked = Promise.withResolvers<void>();
  const hanging = Promise.withResolvers<void>();
  const { url, front } = await serving(makeEcho().side, {
    ...NO_INTERFERENCE,
    upgrade: () => {
      hanging.resolve();
      return 'hang';
    },
    request: () => {
      asked.resolve();
      return 'hang';
    },
  });
  const answered = fetch(`${url}/echo`).catch((error: Error) => error.name);
  const socket = new WebSocket(`${url.replace('http', 'ws')}/echo/socket`);
  const refused = once(socket, 'error');
  await Promise.all([asked.promise, hanging.promise]);
  await front.close();
  expect(await answered).toBe('TypeError');
  await refused;
});

test('a client that answers no ping is dropped', async () => {
  const { url } = await serving(makeEcho({ ping: { everyMs: 5, patienceMs: 20 } }).side);
  const place = `${url.replace('http', 'ws')}/echo/socket`;
  const polite = new WebSocket(place);
  await once(polite, 'ping');
  const silent = new WebSocket(place, { autoPong: false });
  const [code] = (await once(silent, 'close')) as [number];
  expect(code).toBe(1006);
  expect(polite.readyState).toBe(WebSocket.OPEN);
});

test('a client that reads nothing is dropped before it takes all memory', async () => {
  const ended = Promise.withResolvers<void>();
  let only: Client | undefined;
  const { side } = makeEcho({
    connect(client) {
      only = client;
      return { hear: () => {}, end: () => ended.resolve() };
    },
  });
  const { connect, sent } = await serving(side);
  const line = await connect('/echo/socket');
  line.socket.pause();
  const text = 'x'.repeat(1 << 20);
  for (let mebibyte = 0; mebibyte < 64; mebibyte++) only?.send(text);
  await ended.promise;
  // 32 MiB may wait; what the kernel took at once comes on top.
  expect(sent.length).toBeGreaterThan(32);
  expect(sent.length).toBeLessThan(64);
});

test('a body that is too long is cut off', async () => {
  const { url } = await serving(makeEcho().side);
  const body = 'x'.repeat((1 << 20) + 1);
  await expect(fetch(`${url}/echo`, { method: 'POST', body })).rejects.toThrow();
});

test('a line that breaks in the middle of a request harms nobody', async () => {
  const { front, get } = await serving(makeEcho().side);
  const line = connectLine(front.port, '127.0.0.1');
  await once(line, 'connect');
  line.write('POST /echo HTTP/1.1\r\nhost: venue\r\ncontent-length: 100\r\n\r\nhalf');
  line.destroy();
  await once(line, 'close');
  expect(await get('/echo')).toMatchObject({ method: 'GET' });
});

test('a port that is taken is refused by name', async () => {
  const { front } = await serving(makeEcho().side);
  const again = Front.open({ sides: [], port: front.port, interference: NO_INTERFERENCE, onSent: () => {} });
  await expect(again).rejects.toThrow(VenueUnavailableError);
});
