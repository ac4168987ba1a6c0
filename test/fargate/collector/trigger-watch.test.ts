import { beforeEach, expect, test } from 'vitest';
import { TriggerWatch } from '../../../fargate/collector/trigger-watch.ts';
import { VirtualTimers } from '../../../local/timers.ts';
import { parseConfiguration, signalParameters } from '../../../shared/contracts/config.ts';
import { StoreUnavailableError } from '../../../shared/contracts/errors.ts';
import { secondsIn } from '../../shared/domain/examples.ts';

const id = 'btc-15m-1790616600';
let clock: VirtualTimers;
let listed: boolean;
let token: string | undefined;
let asked: string[];
let armed: unknown[][];

const watch = (failure?: Error) =>
  new TriggerWatch({
    clock,
    series: [
      { asset: 'btc', length: '15m' },
      { asset: 'eth', length: '1h' },
    ],
    parameters: signalParameters(parseConfiguration({}), 'paper'),
    triggers: {
      armed: async (windowId) => {
        asked.push(windowId);
        if (failure !== undefined) throw failure;
        return token === undefined ? undefined : { token, until: secondsIn(300) };
      },
    },
    collector: {
      window: () => (listed ? ({} as never) : undefined),
      arm: (...words) => armed.push(words),
    },
  });

beforeEach(() => {
  clock = new VirtualTimers();
  clock.set(secondsIn(200));
  [listed, token, asked, armed] = [true, 'a', [], []];
});

test('only windows that may be entered now are asked for', async () => {
  const triggers = watch();
  await triggers.look();
  // An hour from 17:00 is entered between 17:12 and 17:20, a quarter from 17:30 between 17:33 and 17:35.
  expect(asked).toEqual([id]);
  await clock.advance(secondsIn(301));
  await triggers.look();
  expect(asked).toEqual([id]);
});

test('a token arms the collector once, the token of the next slice anew', async () => {
  const triggers = watch();
  await triggers.look();
  await triggers.look();
  token = 'b';
  await triggers.look();
  expect(armed).toEqual([
    [id, 'a', secondsIn(300)],
    [id, 'b', secondsIn(300)],
  ]);
});

test('a window that nobody waits for, or that is not listed yet, is not armed', async () => {
  const triggers = watch();
  token = undefined;
  await triggers.look();
  [token, listed] = ['a', false];
  await triggers.look();
  expect(armed).toEqual([]);
  listed = true;
  await triggers.look();
  expect(armed).toHaveLength(1);
});

test('an execution that could not be reached is armed again', async () => {
  const triggers = watch();
  await triggers.look();
  triggers.forget('other');
  await triggers.look();
  expect(armed).toHaveLength(1);
  triggers.forget('a');
  await triggers.look();
  expect(armed).toHaveLength(2);
});

test('triggers that cannot be read are told by name', async () => {
  await expect(watch(new StoreUnavailableError('gone')).look()).rejects.toThrow(StoreUnavailableError);
});
