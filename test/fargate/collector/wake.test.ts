import { describe, expect, test } from 'vitest';
import { parseConfiguration, signalParameters } from '../../../shared/contracts/config.ts';
import { windowId } from '../../../shared/domain/market/window.ts';
import { evaluate } from '../../../shared/domain/signal/evaluate.ts';
import { quarter, secondsIn, september } from '../../shared/domain/examples.ts';
import { listing, print, quote, type Rig, rig, trade } from './rig.ts';

const id = windowId(quarter);

/** The price of every second from a minute before the open: 60,000, then $1.20 up a second, 0.36 % in three minutes. */
function walk({ take }: Rig, from: number, to: number, ask: (second: number) => number): void {
  for (let second = from; second <= to; second++)
    take(second, trade(60_000 + 1.2 * Math.max(0, second)), quote(ask(second), second));
}

function opened(settings: Record<string, unknown> = {}): Rig {
  const of = rig(settings);
  of.take(-120, listing(quarter));
  walk(of, -61, 0, () => 50);
  of.take(0, print('60000', 0));
  return of;
}

describe('an armed window is woken', () => {
  test('at the first moment of its entry window at which it would be entered, once', () => {
    const of = opened();
    of.collector.arm(id, 'token', secondsIn(300));
    walk(of, 1, 299, () => 58);
    expect(of.woken.map(([token, { at }]) => [token, at])).toEqual([['token', secondsIn(180)]]);
  });

  test('with the snapshot that the decision is made from', () => {
    const of = opened();
    of.collector.arm(id, 'token', secondsIn(300));
    walk(of, 1, 180, () => 58);
    const [, snapshot] = of.woken[0] as Rig['woken'][0];
    expect(snapshot).toMatchObject({ strike: { value: '60000', source: 'recorded' }, tickSize: 100 });
    expect(snapshot.trend?.change).toBeCloseTo(0.0036, 12);
    const parameters = signalParameters(parseConfiguration({}), 'replay');
    expect(evaluate(quarter, september, snapshot, parameters).kind).toBe('enter');
  });

  test('when a price that was too high comes down', () => {
    const of = opened();
    of.collector.arm(id, 'token', secondsIn(300));
    walk(of, 1, 299, (second) => (second < 250 ? 90 : 58));
    expect(of.woken.map(([, { at }]) => at)).toEqual([secondsIn(250)]);
  });

  test('at once when it is armed while its criteria hold', () => {
    const of = opened();
    walk(of, 1, 200, () => 58);
    of.collector.arm(id, 'late', secondsIn(300));
    of.take(200);
    expect(of.woken.map(([token]) => token)).toEqual(['late']);
  });

  test('by the token that it was armed with last', () => {
    const of = opened();
    of.collector.arm(id, 'first', secondsIn(300));
    of.collector.arm(id, 'second', secondsIn(300));
    walk(of, 1, 299, () => 58);
    expect(of.woken.map(([token]) => token)).toEqual(['second']);
  });

  test('by another strategy on its own terms', () => {
    const of = opened({ strategy: 'fair-value', minMomentumThreshold: 0.2 });
    of.collector.arm(id, 'token', secondsIn(300));
    walk(of, 1, 299, () => 58);
    expect(of.woken).toHaveLength(1);
  });
});

describe('an armed window is not woken', () => {
  test('after the moment until which it was armed', () => {
    const of = opened();
    of.collector.arm(id, 'token', secondsIn(200));
    walk(of, 1, 299, (second) => (second <= 200 ? 90 : 58));
    expect(of.woken).toEqual([]);
  });

  test('but is at that very moment', () => {
    const of = opened();
    of.collector.arm(id, 'token', secondsIn(200));
    walk(of, 1, 299, (second) => (second < 200 ? 90 : 58));
    expect(of.woken.map(([, { at }]) => at)).toEqual([secondsIn(200)]);
  });

  test('by a move that is too small', () => {
    const of = opened({ minMomentumThreshold: 0.006 });
    of.collector.arm(id, 'token', secondsIn(300));
    walk(of, 1, 299, () => 58);
    expect(of.woken).toEqual([]);
  });

  test('by what is said of another window', () => {
    const of = opened();
    walk(of, 1, 200, () => 58);
    of.collector.arm(id, 'token', secondsIn(300));
    of.collector.arm('btc-15m-0', 'nobody', secondsIn(300));
    of.take(200);
    of.take(201, trade(2_000, { asset: 'eth' }));
    expect(of.woken.map(([token]) => token)).toEqual(['token']);
  });
});
