import { expect, test } from 'vitest';
import { makePolybolt } from '../../../sim/servers/polybolt.ts';
import { polybolt } from '../../shared/feeds/sample-frames.ts';
import { NOON, now, serving } from './rig.ts';

const CREDENTIALS = { apiKey: 'key', secret: 'secret', passphrase: 'word' };
const auth = (apiKey = 'key') => ({ op: 'auth', rid: 'a1', auth: { ...CREDENTIALS, apiKey } });
const TWAP = { channel: 'price.crypto.twap', filter: { symbol: 'btcusd', window_seconds: 60 } };
const subscribe = (...subscriptions: object[]) => ({ op: 'subscribe', rid: 's1', subscriptions });
const print = (seq: number, timestamp: number, extra = ',"window_seconds":60') =>
  `{"v":1,"channel":"price.crypto.twap","seq":${seq},"ts":${timestamp},"payload":{"symbol":"btcusd","value":64120.1,"full_accuracy_value":"64120.10000000","timestamp":${timestamp}${extra},"source":"chainlink"}}`;

async function rig() {
  const side = makePolybolt(now);
  const { connect, ...served } = await serving(side);
  return {
    side,
    ...served,
    connect: () => connect('/polybolt/ws'),
    authed: async () => {
      const line = await connect('/polybolt/ws');
      expect(await line.ask(auth())).toBe(polybolt.authed);
      return line;
    },
  };
}

test('who has not said who he is may not subscribe', async () => {
  const { connect } = await rig();
  const line = await connect();
  expect(await line.ask(subscribe(TWAP))).toBe('{"op":"error","code":"auth_required","rid":"s1"}');
});

test.each([auth('invalid'), auth(''), { op: 'auth', rid: 'a1' }])('%j is turned away', async (words) => {
  const { connect } = await rig();
  const line = await connect();
  const closed = line.closed();
  expect(await line.ask(words)).toBe('{"op":"error","code":"auth_invalid","rid":"a1"}');
  expect(await closed).toBe(4001);
});

test('a subscription is acknowledged, and its snapshot holds the prints of the last two minutes', async () => {
  const { side, authed } = await rig();
  for (const [seq, age] of [
    [1, 121],
    [2, 120],
    [3, 1],
  ] as const)
    side.play(print(seq, NOON - age * 1_000), 'polybolt');
  const line = await authed();
  expect(await line.ask(subscribe(TWAP))).toBe(polybolt.subscribed);
  const value = { value: 64120.1, full_accuracy_value: '64120.10000000' };
  expect(await line.read()).toEqual({
    v: 1,
    channel: 'price.crypto.twap',
    seq: 3,
    ts: NOON,
    snapshot: true,
    payload: {
      symbol: 'btcusd',
      window_seconds: 60,
      source: 'chainlink',
      data: [
        { timestamp: NOON - 120_000, ...value },
        { timestamp: NOON - 1_000, ...value },
      ],
    },
  });
  side.play(print(4, NOON), 'polybolt');
  expect(await line.hear()).toBe(print(4, NOON));
});

test('a print goes to the subscribers of its channel, symbol and window alone', async () => {
  const { side, authed } = await rig();
  const line = await authed();
  await line.ask(subscribe({ channel: 'price.crypto', filter: { symbol: 'btcusd' } }));
  await line.hear();
  side.play(print(1, NOON), 'polybolt');
  side.play(polybolt.spot.replaceAll('btcusd', 'ethusd'), 'polybolt');
  side.play(polybolt.authed, 'polybolt');
  side.play(polybolt.spot, 'polybolt');
  expect(await line.hear()).toBe(polybolt.spot);
});

test('nothing comes any more after it was unsubscribed', async () => {
  const { side, authed } = await rig();
  const line = await authed();
  await line.ask(subscribe(TWAP));
  await line.hear();
  expect(await line.ask({ ...subscribe(TWAP), op: 'unsubscribe' })).toBe('{"op":"unsubscribed","rid":"s1"}');
  side.play(print(1, NOON), 'polybolt');
  expect(await line.ask({ op: 'dance', rid: 'd' })).toBe('{"op":"error","code":"bad_op","rid":"d"}');
});

test.each([
  [{ channel: 'price.crypto' }, 'bad_filter'],
  [{ channel: 'price.crypto', filter: {} }, 'bad_filter'],
  [{ channel: 'weather', filter: { symbol: 'btcusd' } }, 'bad_op'],
])('a subscription to %j is refused with %s', async (subscription, code) => {
  const { authed } = await rig();
  const line = await authed();
  expect(JSON.parse(await line.ask(subscribe(subscription)))).toMatchObject({ op: 'error', code });
});

test('the 65th subscription is one too many', async () => {
  const { authed } = await rig();
  const line = await authed();
  const each = Array.from({ length: 65 }, (_, index) => ({
    channel: 'price.crypto',
    filter: { symbol: `coin${index}usd` },
  }));
  line.say(subscribe(...each));
  // Each of 64 is told twice: acknowledged, and with its snapshot.
  for (let told = 0; told < 128; told++) await line.hear();
  expect(await line.read()).toMatchObject({ code: 'sub_limit' });
});

test('a venue that drains closes with its own code', async () => {
  const { side, authed } = await rig();
  const line = await authed();
  const closed = line.closed();
  side.drain?.();
  expect(await closed).toBe(4003);
});
