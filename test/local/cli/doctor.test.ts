import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { doctorVerb } from '../../../local/cli/doctor.ts';
import { makeHome } from '../../../local/cli/home.ts';
import { type Manners, venueOf } from '../doctor/venue.ts';
import { scratchFolder } from '../tapes.ts';

const home = makeHome(scratchFolder());
/** Ten days after the tests began, at four times their pace: as a simulated venue tells its time. */
const LATER_MS = 864_000_000;
const RATE = 4;
const ABOUT = { synthetic: true, title: 'a venue of a test', ended: false };

beforeEach(() => {
  for (const name of ['KEY', 'SECRET', 'PASSPHRASE']) vi.stubEnv(`POLYMARKET_API_${name}`, '');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function told(manners: Manners, json: boolean) {
  const { url } = await venueOf({
    ...manners,
    rest: {
      '/quarterhour': () => ({ body: { ...ABOUT, now: Date.now(), rate: 1 } }),
      ...manners.rest,
    },
  });
  const said: { text: string; result: unknown } = { text: '', result: undefined };
  const ok = await doctorVerb({ venue: url, host: [] }, home, {
    json,
    result: (value) => {
      said.result = value;
    },
    say: (text) => {
      said.text += text;
    },
    note: () => undefined,
  });
  return { ok, ...said };
}

test('tells every check with its state and what to do, as JSON and as a table', async () => {
  const { ok, result, text } = await told({}, true);
  expect(ok).toBe(true);
  expect(result).toEqual({
    ok: true,
    checks: expect.arrayContaining([
      { name: 'Node', state: 'good', value: process.versions.node, remedy: '' },
    ]),
  });
  for (const head of ['Check', 'State', 'Figure', 'What to do']) expect(text).toContain(head);
  expect(text).toContain('Good to go');
});

test('is refused when something is bad', async () => {
  const { ok, result } = await told({ rest: { '/clob': () => ({ status: 500, body: {} }) } }, true);
  expect([ok, result]).toEqual([false, expect.objectContaining({ ok: false })]);
});

test('a simulated venue is measured by its own clock, however fast it runs', async () => {
  const startedAt = Date.now();
  const now = () => startedAt + LATER_MS + (Date.now() - startedAt) * RATE;
  const { result } = await told(
    {
      rest: {
        '/quarterhour': () => ({ body: { ...ABOUT, now: now(), rate: RATE } }),
        '/binance/api/v3/time': () => ({ body: { serverTime: now() } }),
      },
    },
    true,
  );
  expect(result).toMatchObject({
    checks: expect.arrayContaining([
      expect.objectContaining({ name: 'clock beside binance REST', state: 'good' }),
    ]),
  });
});

test.each([
  ['http://127.0.0.1:1', 'VenueUnavailableError'],
  ['nowhere', 'ConfigurationError'],
])('a venue at %s is a %s', async (venue, name) => {
  const voice = { json: true, result: () => undefined, say: () => undefined, note: () => undefined };
  await expect(doctorVerb({ venue, host: [] }, home, voice)).rejects.toMatchObject({ name });
});
