import { type App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, describe, expect, test } from 'vitest';
import { makeStacks } from '../../lib/app.ts';
import { makeApp } from './cloud.ts';

// A use of anything deprecated throws.
process.env.JSII_DEPRECATED = 'fail';
afterAll(() => {
  delete process.env.JSII_DEPRECATED;
});
/** Two hundred resources against some hundred rules, on a busy machine. */
const PATIENCE_MS = 120_000;

/** The app, checked as that of a deployment is. */
const checked = (context: Record<string, unknown>): App => {
  const app = makeApp({ '@aws-cdk/core:validateAgainstDefaultRules': true, ...context });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  makeStacks(app);
  return app;
};

describe('all stacks', () => {
  test.each([
    ['as they are', { email: 'me@example.com' }],
    [
      'with everything that can be asked for',
      {
        series: 'btc-15m,eth-5m,sol-1h,btc-4h',
        email: 'me@example.com',
        sms: '+12025550123',
        discordSecret: 'discord',
        telegramSecret: 'telegram',
        venueSecret: 'venue',
        collectorImage: 'asset',
        timestream: 'true',
      },
    ],
  ])(
    '%s leave no finding of AWS Solutions or CloudFormation unanswered, and no warning',
    { timeout: PATIENCE_MS },
    (_, context) => {
      const { stacks } = checked(context).synth();
      expect(stacks.flatMap(({ messages }) => messages.filter(({ level }) => level !== 'info'))).toEqual([]);
    },
  );

  test('warn whoever deploys them where nobody would be told of an alarm', () => {
    const app = makeApp();
    const { watch } = makeStacks(app);
    const { messages } = app.synth().getStackArtifact(watch.artifactId);
    expect(messages.map(({ level, entry }) => [level, entry.data])).toEqual([
      ['warning', expect.stringContaining('Nobody is told of any alarm')],
    ]);
  });

  test('stand in any account, in us-east-1, under names of their own', () => {
    const { timeseries, ...stacks } = makeStacks(makeApp());
    expect(timeseries).toBeUndefined();
    expect(Object.values(stacks).map(({ stackName, region }) => `${stackName} ${region}`)).toEqual([
      'quarterhour-core us-east-1',
      'quarterhour-collector us-east-1',
      'quarterhour-trading us-east-1',
      'quarterhour-watch us-east-1',
    ]);
  });

  test('need the first one only: each may fail or be deleted by itself', () => {
    const app = makeApp({ timestream: 'true' });
    makeStacks(app);
    const needs = app
      .synth()
      .stacks.map(({ id, dependencies }) => [
        id,
        dependencies.map((each) => each.id).filter((each) => !each.endsWith('.assets')),
      ]);
    expect(Object.fromEntries(needs)).toEqual({
      Core: [],
      Collector: ['Core'],
      Trading: ['Core'],
      Watch: ['Core'],
      Timeseries: [],
    });
  });
});

test('a wrong series is refused by the name of its key', () => {
  expect(() => makeStacks(makeApp({ series: 'btc-15m,btc-7m' }))).toThrow(
    'context: series.1: write a series as btc-15m',
  );
});

test('orders with money are refused', () => {
  expect(() => makeStacks(makeApp({ mode: 'live' }))).toThrow('context: mode: must be paper');
});

test('Timestream keeps a day in memory and a month on disk, of the tables that are written', () => {
  const { timeseries } = makeStacks(makeApp({ timestream: true }));
  const template = Template.fromStack(timeseries!);
  template.resourceCountIs('AWS::Timestream::Table', 3);
  template.allResourcesProperties('AWS::Timestream::Table', {
    DatabaseName: 'quarterhour',
    RetentionProperties: {
      MemoryStoreRetentionPeriodInHours: '24',
      MagneticStoreRetentionPeriodInDays: '30',
    },
  });
});
