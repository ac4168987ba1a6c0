import { describe, expect, test } from 'vitest';
import {
  type Mode,
  parseConfiguration,
  parseSettings,
  riskParameters,
  signalParameters,
} from '../../../shared/contracts/config.ts';
import { ConfigurationError } from '../../../shared/contracts/errors.ts';

/** As the plan and the command line give them: money in dollars, `maxSlippage` in dollars a share. */
const PLAN = {
  entryDelayMin: 3,
  entryDelayMax: 5,
  minMomentumThreshold: 0.003,
  momentumConsistencyThreshold: 0.7,
  minEdgeThreshold: 0.15,
  maxPerTradePct: 0.02,
  kellyMultiplier: 0.25,
  maxConcurrent: 5,
  maxExposurePct: 0.2,
  maxDailyLossPct: 0.05,
  maxDrawdownPct: 0.15,
  maxConsecutiveLosses: 5,
  cooldownPeriodMinutes: 60,
  maxApiErrorRate: 0.1,
  // in millionths of a dollar: $100, $10,000 and $200
  minLiquidity: 100_000_000,
  totalCapital: 10_000_000_000,
  maxPerTradeAbs: 200_000_000,
};
/** Ours, where the plan gives no figure. */
const OURS = {
  strategy: 'momentum',
  minConfidence: 0.55,
  // two cents, in ten-thousandths
  maxSlippage: 200,
  longRunSigma: 0.000072,
  minSigma: 0.000035,
  maxSourceAgeMs: 2_000,
  maxBookAgeMs: 10_000,
  maxDivergence: 0.003,
  maxStrikeDeviation: 0.001,
  orderLatencyMs: 250,
  orderType: 'FAK',
  referenceSigma: 0.0001,
  maxTradesPerHour: 12,
  lockoutWins: 5,
  lockoutTrades: 5,
  lockoutFactor: 0.5,
};
const refusal = (settings: Record<string, unknown>): string => {
  try {
    parseConfiguration(settings);
    return 'none';
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as ConfigurationError).message;
  }
};

describe('the configuration', () => {
  test.each(Object.entries({ ...PLAN, ...OURS }))('has %s at %s by default', (key, value) => {
    expect(parseConfiguration({})).toHaveProperty(key, value);
  });

  test('has no other default: the taker delay is left to the rulebook until it is set', () => {
    expect(parseConfiguration({})).toEqual({ ...PLAN, ...OURS });
    expect(parseConfiguration({ takerDelayMs: 150 }).takerDelayMs).toBe(150);
  });

  test('takes money in dollars', () => {
    expect(parseConfiguration({ totalCapital: 500.25, maxPerTradeAbs: 0 })).toMatchObject({
      totalCapital: 500_250_000,
      maxPerTradeAbs: 0,
    });
  });

  test.each([
    // each a float just below or above its ten-thousandths
    [0.0003, 3],
    [0.0029, 29],
    [0.07, 700],
    [0.00025, 2],
    [0, 0],
    [0.5, 5_000],
  ])('takes a slippage of %d as %d ten-thousandths, cut', (dollars, expected) => {
    expect(parseConfiguration({ maxSlippage: dollars }).maxSlippage).toBe(expected);
  });

  test.each<[string, unknown]>([
    ['strategy', 'martingale'],
    ['entryDelayMin', -1],
    ['entryDelayMax', 15.1],
    ['minMomentumThreshold', 0.21],
    ['momentumConsistencyThreshold', 1.01],
    ['minEdgeThreshold', 1.01],
    ['minLiquidity', -1],
    ['minConfidence', -0.01],
    ['maxSlippage', 0.51],
    ['longRunSigma', 0],
    ['maxStrikeDeviation', 0.3],
    ['minSigma', 0],
    ['maxSourceAgeMs', 99],
    ['maxBookAgeMs', 600_001],
    ['orderLatencyMs', 0.5],
    ['takerDelayMs', 60_001],
    ['orderType', 'GTC'],
    ['totalCapital', 0],
    ['totalCapital', 100_000_001],
    ['totalCapital', '10,000'],
    ['maxPerTradePct', 2],
    ['maxPerTradeAbs', -1],
    ['kellyMultiplier', 1.5],
    ['maxConcurrent', 0],
    ['maxExposurePct', Number.NaN],
    ['maxDailyLossPct', 5],
    ['maxDrawdownPct', -0.15],
    ['maxConsecutiveLosses', 0],
    ['cooldownPeriodMinutes', -1],
    ['maxApiErrorRate', 10],
    ['referenceSigma', 0],
    ['maxTradesPerHour', 0],
    ['lockoutWins', 0],
    ['lockoutTrades', -1],
    ['lockoutFactor', 1.1],
  ])('refuses %s at %j by its name', (key, value) => {
    expect(refusal({ [key]: value })).toMatch(new RegExp(`^${key}: `));
  });

  test('says what a setting may be', () => {
    expect(refusal({ minEdgeThreshold: 7 })).toBe('minEdgeThreshold: must be at most 1');
    expect(refusal({ minSigma: 0 })).toBe('minSigma: must be at least 0.000001');
    expect(refusal({ orderType: 'GTC' })).toMatch(/^orderType: .*"FAK"\|"FOK"$/);
  });

  test('names every setting that is wrong', () => {
    expect(refusal({ maxConcurrent: 0, kellyMultiplier: 2 })).toMatch(/kellyMultiplier: .*; maxConcurrent: /);
  });

  test('refuses a setting that does not exist, by its name', () => {
    expect(refusal({ minEdge: 0.1, stopLoss: 1 })).toBe(
      'minEdge, stopLoss: no such setting; docs/settings.md names them all',
    );
  });

  test('refuses an entry window that ends before it begins', () => {
    expect(refusal({ entryDelayMin: 6 })).toBe('entryDelayMin: must not be after entryDelayMax');
    expect(refusal({ entryDelayMin: 5, entryDelayMax: 5 })).toBe('none');
  });
});

describe('settings of the command line', () => {
  test.each([
    ['minEdgeThreshold=0.1', { minEdgeThreshold: 0.1 }],
    ['min_edge_threshold=0.1', { minEdgeThreshold: 0.1 }],
    ['momentum_consistency_threshold=0.70', { momentumConsistencyThreshold: 0.7 }],
    ['totalCapital=10000', { totalCapital: 10_000 }],
    ['minEdgeThreshold=-0.05', { minEdgeThreshold: -0.05 }],
    ['minSigma=0.000035', { minSigma: 0.000035 }],
    ['strategy=fair-value', { strategy: 'fair-value' }],
    ['strategy=a=b', { strategy: 'a=b' }],
    ['totalCapital=1e5', { totalCapital: '1e5' }],
    ['totalCapital=', { totalCapital: '' }],
  ])('%s is read as %j', (setting, expected) => {
    expect(parseSettings([setting])).toEqual(expected);
  });

  test.each(['minEdgeThreshold', '=0.1', ''])('%j is refused, with an example', (setting) => {
    expect(() => parseSettings([setting])).toThrow(ConfigurationError);
    expect(() => parseSettings([setting])).toThrow('write it as key=value');
  });

  test('the later of two wins', () => {
    expect(parseSettings(['entryDelayMin=1', 'entry_delay_min=2'])).toEqual({ entryDelayMin: 2 });
  });

  test('every default of the plan may be written out', () => {
    const settings = [
      'total_capital=10000',
      'max_per_trade_abs=200',
      'min_liquidity=100',
      'cooldown_period_minutes=60',
    ];
    expect(parseConfiguration(parseSettings(settings))).toEqual(parseConfiguration({}));
  });
});

test('signal and risk take their parameters from it', () => {
  const configuration = parseConfiguration({ minEdgeThreshold: 0.1, maxConcurrent: 3 });
  expect(signalParameters(configuration, 'replay')).toMatchObject({ minEdgeThreshold: 0.1 });
  expect(riskParameters(configuration)).toMatchObject({ maxConcurrent: 3, kellyMultiplier: 0.25 });
});

test.each([
  // 2 % of 10,000 are 200, as is the cap in dollars
  ['by both limits alike', {}, 200],
  ['by its share of capital', { totalCapital: 500 }, 10],
  ['by the cap in dollars', { totalCapital: 50_000 }, 200],
  [
    'by a share that makes no whole millionths, cut',
    { totalCapital: 0.000149, maxPerTradePct: 0.01 },
    0.000001,
  ],
])('the largest stake of a signal is bound %s', (_, settings, dollars) => {
  const { maxStake } = signalParameters(parseConfiguration(settings), 'paper');
  expect(maxStake).toBe(dollars * 1e6);
});

test.each<[Mode, readonly string[], boolean]>([
  ['replay', ['recorded', 'gamma', 'estimated'], true],
  ['paper', ['recorded', 'gamma', 'estimated'], false],
  ['live', ['recorded', 'gamma'], false],
])('%s may decide on a strike that is %j, and without any exchange: %s', (mode, strikeSources, standIns) => {
  expect(signalParameters(parseConfiguration({}), mode)).toMatchObject({ strikeSources, standIns });
});
