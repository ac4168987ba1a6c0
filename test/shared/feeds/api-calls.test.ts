import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { epochMs } from '../../../shared/domain/units/time.ts';
import { ApiCalls } from '../../../shared/feeds/api-calls.ts';

/** Answers with the status that the path names. */
async function statuses(): Promise<string> {
  const server = createServer((request, response) => {
    response.writeHead(Number(request.url?.slice(1))).end();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const never = new AbortController().signal;

test.each([
  [200, 0],
  [404, 0],
  [400, 0],
  [429, 1],
  [500, 1],
  [503, 1],
])('an answer of %d is %d errors', async (status, errors) => {
  const calls = new ApiCalls({ now: () => epochMs(1_000_000) }, never);
  expect((await calls.fetch(`${await statuses()}/${status}`)).status).toBe(status);
  expect(calls.recent()).toEqual({ calls: 1, errors });
});

test('no answer is an error, and is thrown', async () => {
  const calls = new ApiCalls({ now: () => epochMs(1_000_000) }, never);
  // Port 1 of this machine answers nobody.
  await expect(calls.fetch('http://127.0.0.1:1/')).rejects.toThrow();
  expect(calls.recent()).toEqual({ calls: 1, errors: 1 });
});

test('calls older than five minutes are forgotten', async () => {
  let now = 1_000_000;
  const calls = new ApiCalls({ now: () => epochMs(now) }, never);
  const url = await statuses();
  await calls.fetch(`${url}/500`);
  now += 200_000;
  await calls.fetch(`${url}/200`);
  now += 100_000;
  expect(calls.recent()).toEqual({ calls: 2, errors: 1 });
  now += 1;
  expect(calls.recent()).toEqual({ calls: 1, errors: 0 });
  now += 300_000;
  expect(calls.recent()).toEqual({ calls: 0, errors: 0 });
});

test('calls of less than five minutes are told when they are asked for', async () => {
  let now = 1_000_000;
  const calls = new ApiCalls({ now: () => epochMs(now) }, never);
  const url = await statuses();
  await calls.fetch(`${url}/500`);
  now += 60_001;
  await calls.fetch(`${url}/200`);
  expect(calls.recent(60_000)).toEqual({ calls: 1, errors: 0 });
  expect(calls.recent()).toEqual({ calls: 2, errors: 1 });
});

test('at the end nothing is waited for', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  const ending = new AbortController();
  const calls = new ApiCalls({ now: () => epochMs(1_000_000) }, ending.signal);
  const asked = calls.fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await once(server, 'request');
  ending.abort();
  await expect(asked).rejects.toThrow('aborted');
});
