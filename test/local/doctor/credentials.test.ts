import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { connectSocket } from '../../../local/doctor/connect.ts';
import { credentialsCheck } from '../../../local/doctor/credentials.ts';
import { type Upgrade, venueOf } from './venue.ts';

const SET = {
  POLYMARKET_API_KEY: 'key-of-a-test',
  POLYMARKET_API_SECRET: 'secret-of-a-test',
  POLYMARKET_API_PASSPHRASE: 'passphrase-of-a-test',
};

async function checked(
  env: Readonly<Record<string, string>>,
  polybolt: Upgrade = () => undefined,
  signal: AbortSignal = new AbortController().signal,
) {
  const { hosts } = await venueOf({ sockets: { '/polybolt': polybolt } });
  return credentialsCheck({ env, polybolt: hosts.polybolt, connect: connectSocket, signal });
}
const answers =
  (answer: (said: string) => string) =>
  (socket: WebSocket): void => {
    socket.on('message', (said) => socket.send(answer(String(said))));
  };

test('none at all is a warning', async () => {
  expect(await checked({})).toMatchObject({ state: 'warn', value: 'not set' });
});

test('some of them are bad, and the missing ones are named', async () => {
  const check = await checked({ POLYMARKET_API_KEY: 'key-of-a-test' });
  expect(check).toMatchObject({ state: 'bad', value: 'incomplete' });
  expect(check.remedy).toMatch(/^POLYMARKET_API_SECRET and POLYMARKET_API_PASSPHRASE not set/);
});

test('all of them are told to the price feed, which accepts them', async () => {
  let heard: unknown;
  const check = await checked(
    SET,
    answers((said) => {
      heard = JSON.parse(said);
      return '{"op":"authed","rid":"auth"}';
    }),
  );
  expect(check).toMatchObject({ state: 'good', value: 'set, and the venue accepts them' });
  expect(heard).toMatchObject({
    op: 'auth',
    auth: { apiKey: 'key-of-a-test', secret: 'secret-of-a-test', passphrase: 'passphrase-of-a-test' },
  });
});

test.each<[string, Upgrade]>([
  ['an error', answers(() => '{"op":"error","rid":"auth","code":"auth_invalid"}')],
  ['a close', (socket) => socket.on('message', () => socket.close(4001))],
])('the venue refuses them by %s', async (_, polybolt) => {
  expect(await checked(SET, polybolt)).toMatchObject({
    state: 'bad',
    value: 'set, and the venue refuses them',
  });
});

test.each<[string, Upgrade]>([
  ['turns us away', 503],
  ['ends the connection', (socket) => socket.on('message', () => socket.close(4003))],
])('a price feed that %s has not tried them', async (_, polybolt) => {
  expect(await checked(SET, polybolt)).toMatchObject({
    state: 'warn',
    value: expect.stringMatching(/^set; not tried/),
  });
});

test('a price feed that says nothing has not tried them', async () => {
  const late = new AbortController();
  const check = await checked(SET, (socket) => socket.on('message', () => late.abort()), late.signal);
  expect(check).toMatchObject({ state: 'warn', value: expect.stringMatching(/^set; not tried/) });
});

test('no secret is shown, whatever the venue answers', async () => {
  for (const polybolt of [answers((said) => said), answers((said) => `{"op":"error",${said.slice(1)}`)]) {
    const late = AbortSignal.timeout(200);
    const shown = JSON.stringify(await checked(SET, polybolt, late));
    for (const secret of Object.values(SET)) expect(shown).not.toContain(secret);
  }
});

test('a simulated venue is told no secret', async () => {
  const connect = () => Promise.reject(new Error('was asked'));
  const { signal } = new AbortController();
  expect(await credentialsCheck({ env: SET, polybolt: undefined, connect, signal })).toMatchObject({
    state: 'good',
    value: 'set; a simulated venue is not told them',
  });
});
