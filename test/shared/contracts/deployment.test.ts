import { describe, expect, test } from 'vitest';
import { readDeployment } from '../../../shared/contracts/deployment.ts';
import { ConfigurationError } from '../../../shared/contracts/errors.ts';

describe('a deployment', () => {
  test('is one series on paper, without SMS or Timestream, when nothing is said', () => {
    expect(readDeployment({})).toEqual({
      series: [{ asset: 'btc', length: '15m' }],
      mode: 'paper',
      settings: {},
      sms: 'off',
      collectorImage: 'public',
      timestream: false,
    });
  });

  test('may be described in text alone, as the command line gives it', () => {
    expect(
      readDeployment({
        series: 'btc-15m,eth-1h',
        settings: 'min_edge_threshold=0.1,strategy=fair-value',
        email: 'me@example.com',
        sms: '+12025550123',
        budget: '45.5',
        timestream: 'true',
      }),
    ).toMatchObject({
      series: [
        { asset: 'btc', length: '15m' },
        { asset: 'eth', length: '1h' },
      ],
      settings: { minEdgeThreshold: 0.1, strategy: 'fair-value' },
      email: 'me@example.com',
      sms: '+12025550123',
      budget: 45.5,
      timestream: true,
    });
  });

  test("leaves CDK's own context alone", () => {
    const flags = { '@aws-cdk/core:x': true, 'aws:cdk:bundling-stacks': [], 'cli-telemetry': false };
    expect(readDeployment({ ...flags, series: ['sol-5m'] }).series).toEqual([{ asset: 'sol', length: '5m' }]);
  });

  test.each([
    ['series.1', { series: 'btc-15m,btc-10m' }, 'write a series as btc-15m; lengths are 5m, 15m, 1h, 4h'],
    ['series', { series: ['btc-15m', 'btc-15m'] }, 'names a series twice'],
    ['series', { series: [] }, 'names no series'],
    ['mode', { mode: 'live' }, 'orders with money are not placed from AWS'],
    ['settings', { settings: { minEdge: 0.1 } }, 'minEdge: no such setting'],
    ['settings', { settings: { kellyMultiplier: 2 } }, 'kellyMultiplier: '],
    ['settings', { settings: 'strategy' }, 'write it as key=value'],
    ['email', { email: 'me' }, 'must be an e-mail address'],
    ['sms', { sms: '0170' }, 'must be off, or a phone number'],
    ['discordSecret', { discordSecret: 'https://discord.com/x?y' }, 'must be the name of a secret'],
    ['budget', { budget: 'much' }, 'expected number'],
    ['collectorImage', { collectorImage: 'docker' }, 'expected one of'],
    ['timestream', { timestream: 'maybe' }, 'must be true or false'],
    ['seires', { seires: 'btc-15m' }, 'no such key'],
  ])('names %s when it is wrong: %j', (key, context, reason) => {
    expect(() => readDeployment(context)).toThrow(ConfigurationError);
    expect(() => readDeployment(context)).toThrow(`context: ${key}: `);
    expect(() => readDeployment(context)).toThrow(reason);
  });
});
