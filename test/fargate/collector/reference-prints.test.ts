import { describe, expect, test } from 'vitest';
import { ReferencePrints } from '../../../fargate/collector/reference-prints.ts';
import { secondsIn, september } from '../../shared/domain/examples.ts';
import { print } from './rig.ts';

const spot = { kind: 'spot', source: 'chainlink' } as const;

describe('a print is kept', () => {
  test('when it is stamped where windows open and close', () => {
    const prints = new ReferencePrints();
    expect(prints.record(print('65000.5', 0))).toBe(true);
    expect(prints.at('btc', september.settlement, secondsIn(0))).toBe(65_000_500_000_000_000_000_000n);
    expect(prints.record(print('65001', 300))).toBe(true);
    expect(prints.record(print('65001', 301))).toBe(false);
    expect(prints.at('btc', september.settlement, secondsIn(301))).toBeUndefined();
  });

  test('once: the first of an instant stands', () => {
    const prints = new ReferencePrints();
    prints.record(print('65000', 0));
    expect(prints.record(print('65009', 0))).toBe(false);
    expect(prints.at('btc', september.settlement, secondsIn(0))).toBe(65_000_000_000_000_000_000_000n);
  });

  test('for its own asset and average', () => {
    const prints = new ReferencePrints();
    prints.record(print('65000', 0, { lookbackMs: 0 }));
    prints.record(print('65001', 0, { lookbackMs: 30_000 }));
    expect(prints.at('btc', spot, secondsIn(0))).toBe(65_000_000_000_000_000_000_000n);
    expect(prints.at('btc', september.settlement, secondsIn(0))).toBeUndefined();
    expect(prints.at('eth', spot, secondsIn(0))).toBeUndefined();
  });
});

test('a print of another source decides nothing', () => {
  const prints = new ReferencePrints();
  expect(prints.record(print('65000', 0, { source: 'pyth' }))).toBe(false);
});

test('a window that settles on Binance has no print', () => {
  const prints = new ReferencePrints();
  prints.record(print('65000', 0, { lookbackMs: 0 }));
  expect(prints.at('btc', { kind: 'spot', source: 'binance' }, secondsIn(0))).toBeUndefined();
});
