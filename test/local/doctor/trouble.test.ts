import { expect, test } from 'vitest';
import { connectSocket } from '../../../local/doctor/connect.ts';
import { askHost } from '../../../local/doctor/rest.ts';
import { socketChecks } from '../../../local/doctor/sockets.ts';
import { troubleOf, troubleOfStatus } from '../../../local/doctor/trouble.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';
import { answering } from '../../shared/adapters/ccxt/exchanges.ts';
import { venueOf } from './venue.ts';

const clock = { now: () => epochMs(0) };
const patient = new AbortController().signal;
const asked = (url: string, signal = patient) => askHost(url, { fetch, clock, signal });
const reached = async (url: string, signal = patient) => {
  const { checks } = await socketChecks({ name: 'it', urls: [url], needed: true }, connectSocket, signal);
  return checks[0];
};

/** An address of this machine where nobody listens any more. */
async function deserted(): Promise<string> {
  const { url, server } = await answering(() => 'hang');
  await new Promise((resolve) => server.close(resolve));
  return url;
}

test('an address where nobody listens refuses connections', async () => {
  const url = await deserted();
  const value = 'refuses connections';
  expect(await asked(url)).toMatchObject({ trouble: { value } });
  expect(await reached(url.replace('http', 'ws'))).toMatchObject({ state: 'bad', value });
});

test('a host that accepts and then says nothing does not answer', async () => {
  const { url } = await answering(() => 'hang');
  expect(await asked(url, AbortSignal.timeout(50))).toMatchObject({ trouble: { value: 'does not answer' } });
  const { hosts } = await venueOf({ sockets: { '/kraken': 'hang' } });
  expect(await reached(hosts.kraken[0] as string, AbortSignal.timeout(50))).toMatchObject({
    state: 'bad',
    value: 'does not answer',
  });
});

test('a socket that opens and answers no ping is there, with a warning', async () => {
  const { hosts } = await venueOf({ sockets: { '/kraken': (socket) => socket.pause() } });
  expect(await reached(hosts.kraken[0] as string, AbortSignal.timeout(200))).toMatchObject({
    state: 'warn',
    value: 'opens, but answers no ping',
  });
});

test('a host that does not speak TLS has no certificate to accept', async () => {
  const { url } = await answering(() => 'hang');
  const value = expect.stringMatching(/^its certificate is not accepted \(ERR_SSL_/);
  expect(await asked(url.replace('http', 'https'))).toMatchObject({ trouble: { value } });
});

test.each([
  [451, 'it does not serve this place'],
  [403, 'it turns this address away'],
  [429, 'it was asked too often'],
  [418, 'it was asked too often'],
  [503, 'it is out of order'],
])('HTTP %d means that %s', async (status, meaning) => {
  const { url } = await answering(() => ({ status, body: {} }));
  const trouble = { value: `answers HTTP ${status}: ${meaning}` };
  expect(await asked(url)).toMatchObject({ trouble });
  const { hosts } = await venueOf({ sockets: { '/kraken': status } });
  expect(await reached(hosts.kraken[0] as string)).toMatchObject(trouble);
});

test('another status is told as it is', () => {
  expect(troubleOfStatus(404)).toMatchObject({ value: 'answers HTTP 404' });
});

/** As Node's fetch fails: the reason is the cause. */
const fetchFailed = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });

test.each([
  ['ENOTFOUND', 'its name has no address (DNS)'],
  ['EAI_AGAIN', 'the name server does not answer (DNS)'],
  ['EHOSTUNREACH', 'no way leads there'],
  ['UND_ERR_SOCKET', 'ends the connection at once'],
  ['UND_ERR_CONNECT_TIMEOUT', 'does not answer'],
  ['CERT_HAS_EXPIRED', 'its certificate is not accepted (CERT_HAS_EXPIRED)'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is not accepted (DEPTH_ZERO_SELF_SIGNED_CERT)'],
  ['EWHATEVER', 'cannot be reached (EWHATEVER)'],
])('%s is told as: %s', (code, value) => {
  expect(troubleOf(fetchFailed(code)).value).toBe(value);
  expect(troubleOf(fetchFailed(code)).remedy).not.toBe('');
});
