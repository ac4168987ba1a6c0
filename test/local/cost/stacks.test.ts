import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, test } from 'vitest';
import { makeStacks } from '../../../lib/app.ts';
import { loadOf } from '../../../local/cost/load.ts';
import { makeApp } from '../../lib/cloud.ts';

interface Resource {
  readonly Properties: { readonly Metrics?: readonly { readonly MetricStat?: unknown }[] };
}
let templates: Template[];

/** Of every stack, with all that can be named. */
const found = (type: string): Resource[] =>
  templates.flatMap((template) => Object.values(template.findResources(type)) as Resource[]);

beforeAll(() => {
  const { timeseries: _, ...stacks } = makeStacks(
    makeApp({ discordSecret: 'discord', venueSecret: 'venue' }),
  );
  templates = Object.values(stacks).map((stack) => Template.fromStack(stack));
}, 60_000);

const { alarms, keys } = loadOf('paper', [{ asset: 'btc', length: '15m' }]);

test('every metric that an alarm watches is paid for', () => {
  const watched = found('AWS::CloudWatch::Alarm').map(
    ({ Properties: { Metrics = [{ MetricStat: {} }] } }) =>
      Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length,
  );
  expect(watched.reduce((sum, metrics) => sum + metrics)).toBe(alarms);
});

test('so is every key, and no secret is made by the stacks', () => {
  expect(found('AWS::KMS::Key')).toHaveLength(keys);
  expect(found('AWS::SecretsManager::Secret')).toEqual([]);
});
