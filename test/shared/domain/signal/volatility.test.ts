import { describe, expect, test } from 'vitest';
import { Volatility } from '../../../../shared/domain/signal/volatility.ts';

/** What a path looks like that is told every five seconds for `minutes`. */
function told(longRun: number, minutes: number, returns: { quick?: number; slow?: number }): Volatility {
  const volatility = new Volatility(longRun);
  for (let step = 0; step < minutes * 12; step++) {
    volatility.fade(5);
    volatility.add({ quick: returns.quick, slow: returns.slow });
  }
  return volatility;
}

describe('the volatility of an asset', () => {
  test('is unknown before twelve returns of five seconds in a row', () => {
    const volatility = new Volatility(0.0001);
    for (let step = 0; step < 11; step++) {
      volatility.fade(5);
      volatility.add({ quick: 0.0002, slow: undefined });
    }
    expect(volatility.sigma()).toBeUndefined();
    volatility.fade(5);
    volatility.add({ quick: 0.0002, slow: undefined });
    expect(volatility.sigma()).toBeDefined();
  });

  test('is a blend of both variances, and of the long run before a minute’s return is known', () => {
    // 0.0003^2 / 5 s x 1.5 = 2.7e-8 a second; a quarter of that and three of 0.0001^2 = 1e-8 is 1.425e-8;
    // its root 1.193734e-4, times 0.95.
    expect(told(0.0001, 5, { quick: 0.0003 }).sigma()).toBeCloseTo(1.1340473e-4, 10);
  });

  test('goes by what was measured when that weighs much', () => {
    // Ten hours of 0.0003^2 / 5 s x 1.5 = 2.7e-8 and of 0.0012^2 / 60 s = 2.4e-8. A half-life of 30 minutes adds up to
    // 1 / (1 - 0.5^(1/360)) = 519.87 returns, against 12 of the long run at 1e-8: 2.3684e-8. The blend is 2.4513e-8.
    expect(told(0.0001, 600, { quick: 0.0003, slow: 0.0012 }).sigma()).toBeCloseTo(1.48738e-4, 8);
  });

  test('forgets: returns of thirteen minutes ago say nothing', () => {
    // Ten minutes add up to 65.3 returns, and twelve in a row to 11.27: 2.53 half-lives of five minutes, or 12.7 minutes.
    const volatility = told(0.0001, 10, { quick: 0.0003, slow: 0.001 });
    volatility.fade(720);
    expect(volatility.sigma()).toBeDefined();
    volatility.fade(60);
    expect(volatility.sigma()).toBeUndefined();
  });

  test('of a price at rest is what the long run leaves of it, and a number', () => {
    const sigma = told(0.0001, 600, { quick: 0, slow: 0 }).sigma();
    // sqrt(0.75 x 12 x 1e-8 / 531.87) x 0.95
    expect(sigma).toBeCloseTo(1.23578e-5, 8);
  });
});
