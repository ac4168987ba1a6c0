import { expect, test } from 'vitest';
import { makeAwaitTrigger } from '../../lambdas/await-trigger/handler.ts';
import { makeRaiseAlert } from '../../lambdas/raise-alert/handler.ts';
import { secondsIn } from '../shared/domain/examples.ts';
import { makeWorld } from './fakes.ts';
import { ofWindow, windowId } from './trade.ts';

test('the token of an execution is left with the collector', async () => {
  const world = await makeWorld();
  expect(await makeAwaitTrigger(world.deps)({ windowId, token: 't', until: secondsIn(300) })).toBeUndefined();
  expect(world.armed).toEqual([[windowId, 't', secondsIn(300)]]);
});

test.each([
  ['timeout', 'btc-15m-1790616600 failed: VenueUnavailableError: timeout'],
  [
    '{"errorType":"VenueUnavailableError","errorMessage":"no answer","trace":["VenueUnavailableError: no answer"]}',
    'btc-15m-1790616600 failed: VenueUnavailableError: no answer',
  ],
  ['{"attempts":3}', 'btc-15m-1790616600 failed: VenueUnavailableError: {"attempts":3}'],
  [undefined, 'btc-15m-1790616600 failed: VenueUnavailableError: no cause given'],
])('a failure with cause %j is told once, with its name', async (Cause, message) => {
  const world = await makeWorld();
  const raise = makeRaiseAlert(world.deps);
  const error = { Error: 'VenueUnavailableError', ...(Cause === undefined ? {} : { Cause }) };
  expect(await raise({ ...ofWindow, error })).toEqual({ raised: true });
  await raise({ ...ofWindow, error });
  expect(world.notifier.alerts).toEqual([
    { at: secondsIn(0), severity: 'high', component: 'workflow', message, key: `failed ${windowId}` },
  ]);
});
