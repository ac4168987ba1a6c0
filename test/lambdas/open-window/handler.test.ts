import { expect, test } from 'vitest';
import { makeOpenWindow } from '../../../lambdas/open-window/handler.ts';
import { cents, secondsIn, september } from '../../shared/domain/examples.ts';
import { makeWorld } from '../fakes.ts';
import { market, ofWindow, windowId } from '../trade.ts';

test('a window is recorded with its market and the rules of its day', async () => {
  const world = await makeWorld();
  world.told.market = market;
  expect(await makeOpenWindow(world.deps)(ofWindow)).toEqual({ kind: 'open', market, rules: september });
  expect(await world.windows.records(windowId)).toEqual([
    {
      kind: 'market',
      at: secondsIn(0),
      status: 'open',
      window: ofWindow.window,
      slug: market.slug,
      market,
      rules: september,
    },
  ]);
});

test('what the market declares, and a taker delay that is configured, beat the rules of the day', async () => {
  const world = await makeWorld({ takerDelayMs: 400 });
  world.told.market = { ...market, declared: { tickSize: cents(0.1) } };
  expect(await makeOpenWindow(world.deps)(ofWindow)).toMatchObject({
    rules: { ...september, tickSize: 10, takerDelayMs: 400 },
  });
});

test('a window without a market is skipped, and recorded under the slug that it would have', async () => {
  const world = await makeWorld();
  expect(await makeOpenWindow(world.deps)(ofWindow)).toEqual({ kind: 'skip', reason: 'no-market' });
  expect(await world.windows.market(windowId)).toMatchObject({
    slug: market.slug,
    status: 'open',
    rules: september,
  });
});

test.each(['v2', 'v3', ''])(
  'a market of version %j, which we cannot sign for, is skipped',
  async (version) => {
    const world = await makeWorld();
    world.told.market = { ...market, version };
    expect(await makeOpenWindow(world.deps)(ofWindow)).toEqual({
      kind: 'skip',
      reason: 'unsupported-market',
    });
  },
);

test('a window that was opened keeps its market and its rules', async () => {
  const world = await makeWorld();
  const open = makeOpenWindow(world.deps);
  world.told.market = market;
  const first = await open(ofWindow);
  world.told.market = { ...market, declared: { tickSize: cents(0.1) } };
  world.clock.set(secondsIn(60));
  expect(await open(ofWindow)).toEqual(first);
  expect(await world.windows.market(windowId)).toMatchObject({ at: secondsIn(0), rules: september });
});
