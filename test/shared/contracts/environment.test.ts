import { describe, expect, test } from 'vitest';
import { readEnvironment } from '../../../shared/contracts/environment.ts';
import { ConfigurationError } from '../../../shared/contracts/errors.ts';

describe('the environment of a Lambda', () => {
  test('is read for the named variables alone', () => {
    const env = { TABLE_HOT: 'quarterhour-hot', TABLE_LEDGER: '', HOME: '/root' };
    expect(readEnvironment(env, ['TABLE_HOT'])).toEqual({ TABLE_HOT: 'quarterhour-hot' });
  });

  test('holds series and settings as JSON', () => {
    const { SERIES, SETTINGS } = readEnvironment(
      { SERIES: '["btc-15m","eth-1h"]', SETTINGS: '{"strategy":"fair-value"}' },
      ['SERIES', 'SETTINGS'],
    );
    expect(SERIES).toEqual([
      { asset: 'btc', length: '15m' },
      { asset: 'eth', length: '1h' },
    ]);
    expect(SETTINGS).toMatchObject({ strategy: 'fair-value', orderType: 'FAK' });
  });

  test('has defaults where the plan names them', () => {
    const read = readEnvironment({}, ['ACCOUNT', 'METRICS_NAMESPACE', 'PREFIX', 'SETTINGS', 'VENUE_SECRET']);
    expect(read).toMatchObject({ ACCOUNT: 'paper', METRICS_NAMESPACE: 'Quarterhour', PREFIX: '' });
    expect(read.SETTINGS.minEdgeThreshold).toBe(0.15);
    expect(read.VENUE_SECRET).toBeUndefined();
  });

  test('is refused with every variable that is wrong', () => {
    const env = {
      TABLE_HOT: '',
      STATE_MACHINE_ARN: 'trade-window',
      SERIES: '["btc-2m"]',
      SETTINGS: '{"minEdgeThreshold":2}',
    };
    const read = () =>
      readEnvironment(env, ['TABLE_HOT', 'STATE_MACHINE_ARN', 'SERIES', 'SETTINGS', 'BUCKET']);
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(
      /^environment: TABLE_HOT: .*; STATE_MACHINE_ARN: must be an ARN; SERIES\.0: write a series/,
    );
    expect(read).toThrow(/SETTINGS\.minEdgeThreshold: .*; BUCKET is not set$/);
  });

  test('says which variable is not JSON', () => {
    expect(() => readEnvironment({ SERIES: 'btc-15m' }, ['SERIES'])).toThrow(
      'environment: SERIES: is not JSON',
    );
  });
});
