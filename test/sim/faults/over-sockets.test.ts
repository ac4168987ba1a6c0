import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import WebSocket, { type ClientOptions } from 'ws';
import type { Fault, FaultKind } from '../../../sim/faults/fault.ts';
import { makeFaults } from '../../../sim/faults/interference.ts';
import { startVenue } from '../../../sim/servers/venue.ts';
import { binanceTrade, madeTape } from '../../backtest/made-tape.ts';

const STREAM = '/binance/ws/btcusdt@trade';
const OPENED_AT = 1_795_132_800_000;
const TRADES = Array.from({ length: 400 }, (_, i) => binanceTrade(OPENED_AT + 5 * i, i, '84000.10'));

/** A venue that tells a trade every 5 ms for two seconds, and faults that are not started yet. */
async function faultyVenue(plan: readonly Fault[]) {
  const tape = madeTape(join(mkdtempSync(join(tmpdir(), 'quarterhour-faults-')), 'made.tape'), TRADES);
  const sent: string[] = [];
  const garbage: string[] = [];
  let startedAt = 0;
  const faults = makeFaults({
    plan,
    elapsedMs: () => performance.now() - startedAt,
    onGarbage: (_id, _channel, text) => garbage.push(text),
  });
  const venue = await startVenue({
    tapes: [tape],
    interference: faults.interference,
    onSent: (_id, _channel, text) => sent.push(text),
  });
  onTestFinished(async () => {
    faults.stop();
    await venue.close();
  });
  const start = () => {
    startedAt = performance.now();
    faults.start();
  };
  return { venue, faults, sent, garbage, start, url: `ws://127.0.0.1:${venue.port}${STREAM}` };
}

const long = (kind: FaultKind): readonly Fault[] => [{ kind, channel: 'binance', fromMs: 0, toMs: 60_000 }];

/** The socket hands `lookup` on to Node, which its types do not say. */
function client(url: string, options: ClientOptions & { lookup?: LookupFunction } = {}) {
  const socket = new WebSocket(url, options);
  // Ending one that was refused is an error to it.
  socket.on('error', () => {});
  onTestFinished(() => socket.terminate());
  return socket;
}

test('what a client hears during faults is what the venue says it sent, in order, and the garbage', async () => {
  const kinds: readonly FaultKind[] = ['duplicate', 'reorder', 'malformed', 'slow', 'freeze'];
  const { venue, faults, sent, garbage, start, url } = await faultyVenue(
    kinds.map((kind, i) => ({ kind, channel: 'binance', fromMs: 150 * i, toMs: 150 * i + 120 })),
  );
  const socket = client(url);
  const heard: string[] = [];
  socket.on('message', (message) => heard.push(String(message)));
  await once(socket, 'open');
  start();
  await venue.ended;
  faults.stop();
  // Its answer comes last.
  socket.send('{"method":"LIST_SUBSCRIPTIONS","id":1}');
  while (heard.at(-1)?.startsWith('{"result"') !== true) await once(socket, 'message');

  let met = 0;
  const truly = heard.filter((text) => text !== garbage[met] || met++ < 0);
  expect(met).toBe(garbage.length);
  expect(truly).toEqual(sent);
  expect([...faults.counts().keys()]).toEqual(kinds);
  for (const count of faults.counts().values()) expect(count).toBeGreaterThan(0);
});

test('a host that turns clients away cuts them, answers 451 once, and the next host lets them in', async () => {
  const { url, start } = await faultyVenue(long('http-451'));
  const first = client(url);
  await once(first, 'open');
  start();
  const [code] = await once(first, 'close');
  expect(code).toBe(1006);
  const [, response] = (await once(client(url), 'unexpected-response')) as [unknown, IncomingMessage];
  expect(response.statusCode).toBe(451);
  await once(client(url), 'open');
});

test('a half-open line answers nothing, new ones hang, and it is cut in the end', async () => {
  const { url, start, faults } = await faultyVenue(long('half-open'));
  const socket = client(url);
  await once(socket, 'open');
  start();
  let pongs = 0;
  socket.on('pong', () => pongs++);
  socket.ping();
  const [error] = await once(client(url, { handshakeTimeout: 100 }), 'error');
  expect(error.message).toBe('Opening handshake has timed out');
  faults.stop();
  await once(socket, 'close');
  expect(pongs).toBe(0);
});

test('a host whose name is lost cannot be reached, and can be when it is found again', async () => {
  const { venue, start, faults } = await faultyVenue(long('dns'));
  const url = `ws://venue.test:${venue.port}${STREAM}`;
  const lookup = faults.lookup('binance');
  start();
  const [error] = await once(client(url, { lookup }), 'error');
  expect(error.code).toBe('ENOTFOUND');
  faults.stop();
  await once(client(url, { lookup }), 'open');
});
