import { expect, test } from 'vitest';
import { makeRtds } from '../../../sim/servers/rtds.ts';
import { rtds } from '../../shared/feeds/sample-frames.ts';
import { NOON, now, serving } from './rig.ts';

const subscribe = (topic: string, symbol?: string) => ({
  action: 'subscribe',
  subscriptions: [{ topic, type: 'update', ...(symbol && { filters: JSON.stringify({ symbol }) }) }],
});
const twap = (timestamp: number) =>
  `{"topic":"crypto_prices_twap_sixty","type":"update","timestamp":${timestamp},"payload":{"symbol":"btc/usd","timestamp":${timestamp},"value":65001,"full_accuracy_value":"65001000000000000000000","window_s":60}}`;

async function rig() {
  const side = makeRtds(now);
  const { connect, ...served } = await serving(side);
  const line = await connect('/rtds');
  return { side, line, ...served };
}

test('a frame goes to the subscribers of its topic and symbol as it stands', async () => {
  const { side, line } = await rig();
  line.say(subscribe('crypto_prices', 'btcusdt'));
  await line.ask('PING');
  side.play(rtds.chainlink, 'rtds');
  side.play(rtds.relay.replaceAll('btcusdt', 'ethusdt'), 'rtds');
  side.play('{"statusCode":401}', 'rtds');
  side.play(rtds.relay, 'rtds');
  expect(await line.hear()).toBe(rtds.relay);
});

test('without a filter all symbols of a topic are heard', async () => {
  const { side, line } = await rig();
  line.say(subscribe('crypto_prices_twap_sixty'));
  await line.ask('PING');
  side.play(rtds.twap, 'rtds');
  expect(await line.hear()).toBe(rtds.twap);
});

test('a back-fill of the last minute comes first', async () => {
  const { side, line } = await rig();
  for (const age of [61, 60, 1]) side.play(twap(NOON - age * 1_000), 'rtds');
  const exact = { value: 65001, full_accuracy_value: '65001000000000000000000' };
  expect(JSON.parse(await line.ask(subscribe('crypto_prices_twap_sixty')))).toEqual({
    topic: 'crypto_prices_twap_sixty',
    type: 'subscribe',
    timestamp: NOON,
    payload: {
      symbol: 'btc/usd',
      data: [
        { timestamp: NOON - 60_000, ...exact },
        { timestamp: NOON - 1_000, ...exact },
      ],
    },
  });
});

test('the back-fill of Chainlink prices comes under the name of another topic', async () => {
  const { side, line } = await rig();
  side.play(rtds.chainlink.replaceAll('1780730269000', String(NOON)), 'rtds');
  expect(JSON.parse(await line.ask(subscribe('crypto_prices_chainlink', 'btc/usd')))).toMatchObject({
    topic: 'crypto_prices',
    payload: { symbol: 'btc/usd' },
  });
});

test('a back-fill on the tape goes to those whose symbol it has, and is remembered', async () => {
  const { side, line } = await rig();
  line.say(subscribe('crypto_prices_chainlink', 'btc/usd'));
  await line.ask('PING');
  const print = { timestamp: NOON - 2_000, value: 61041.2 };
  const backFill = {
    topic: 'crypto_prices',
    type: 'subscribe',
    timestamp: NOON,
    payload: { symbol: 'btc/usd', data: [print, print] },
  };
  side.play(rtds.relay, 'rtds');
  side.play(JSON.stringify(backFill), 'rtds');
  expect(await line.read()).toEqual(backFill);
  expect(JSON.parse(await line.ask(subscribe('crypto_prices_chainlink', 'btc/usd')))).toEqual({
    ...backFill,
    payload: { symbol: 'btc/usd', data: [print] },
  });
});

test('a topic that is none is refused', async () => {
  const { line } = await rig();
  expect(JSON.parse(await line.ask(subscribe('weather')))).toMatchObject({ statusCode: 401 });
});

test('what has no action is met with silence, and so is what was unsubscribed', async () => {
  const { side, line } = await rig();
  line.say({ subscriptions: [{ topic: 'crypto_prices' }] });
  line.say(subscribe('crypto_prices_twap_sixty', 'btc/usd'));
  line.say({ ...subscribe('crypto_prices_twap_sixty', 'btc/usd'), action: 'unsubscribe' });
  await line.ask('PING');
  side.play(rtds.relay, 'rtds');
  side.play(rtds.twap, 'rtds');
  expect(await line.ask('PING')).toBe('PONG');
});
