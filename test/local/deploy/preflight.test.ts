import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { GetSMSSandboxAccountStatusCommand } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { DescribeEndpointsCommand } from '@aws-sdk/client-timestream-write';
import { beforeEach, expect, test } from 'vitest';
import { preflight } from '../../../local/deploy/preflight.ts';
import { readDeployment } from '../../../shared/contracts/deployment.ts';
import { ACCOUNT, aws, goodAccount, mocks, named } from './clouds.ts';

beforeEach(goodAccount);
const checks = (context: Record<string, unknown> = {}) =>
  preflight(readDeployment({ email: 'me@example.org', ...context }), aws);
const check = async (name: string, context: Record<string, unknown> = {}) =>
  (await checks(context)).find((each) => each.name === name);

test('an account in which all is well is told so, with what it comes to', async () => {
  const told = await checks();
  expect(told.map(({ name, state }) => [name, state])).toEqual([
    ['credentials', 'good'],
    ['region', 'good'],
    ['cost', 'good'],
    ['alerts', 'good'],
    ['CDK bootstrap', 'good'],
    ['Lambda concurrency', 'good'],
    ['Fargate vCPU', 'good'],
  ]);
  expect(told[0]?.value).toBe(`arn:aws:iam::${ACCOUNT}:user/ada of account ${ACCOUNT}`);
  expect(told[1]?.value).toContain('us-east-1: paper trading only');
  expect(told[2]?.value).toMatch(/^about \$2\d\.\d\d a month$/);
  expect(told[4]?.value).toBe('version 30');
});

test.each([
  ['CredentialsProviderError', 'set AWS_PROFILE'],
  ['ExpiredToken', 'sign in anew'],
  ['TimeoutError', 'network'],
])('%s is bad, and AWS is asked nothing more', async (name, remedy) => {
  mocks.sts.on(GetCallerIdentityCommand).rejects(named(name));
  const told = await checks();
  expect(told.map((each) => [each.name, each.state])).toEqual([
    ['credentials', 'bad'],
    ['region', 'good'],
    ['cost', 'good'],
    ['alerts', 'good'],
  ]);
  expect(told[0]?.remedy).toContain(name);
  expect(told[0]?.remedy).toContain(remedy);
  expect(mocks.cloudFormation.calls()).toHaveLength(0);
});

test('an account without the CDK is told how to get it', async () => {
  mocks.cloudFormation
    .on(DescribeStacksCommand)
    .rejects(named('ValidationError', 'Stack with id CDKToolkit does not exist'));
  expect(await check('CDK bootstrap')).toMatchObject({
    state: 'bad',
    value: 'not there',
    remedy: `Once for this account: npx cdk bootstrap aws://${ACCOUNT}/us-east-1`,
  });
  mocks.cloudFormation.on(DescribeStacksCommand).rejects(named('AccessDenied'));
  expect(await check('CDK bootstrap')).toMatchObject({ state: 'bad', value: 'not known (AccessDenied)' });
});

test('a new account with ten concurrent functions is warned, as is one that may not look', async () => {
  mocks.quotas.on(GetServiceQuotaCommand, { ServiceCode: 'lambda' }).resolves({ Quota: { Value: 10 } });
  expect(await check('Lambda concurrency')).toMatchObject({ state: 'warn', value: '10, and 20 are wanted' });
  mocks.quotas.on(GetServiceQuotaCommand).rejects(named('AccessDeniedException'));
  expect(await check('Fargate vCPU')).toMatchObject({
    state: 'warn',
    value: 'not known (AccessDeniedException)',
  });
});

test('Timestream is asked for where it is wanted, and an account that is not admitted is bad', async () => {
  const wanted = { timestream: 'true' };
  mocks.timestream.on(DescribeEndpointsCommand).resolves({ Endpoints: [] });
  expect(await check('Timestream', wanted)).toMatchObject({ state: 'good' });
  mocks.timestream
    .on(DescribeEndpointsCommand)
    .rejects(
      named(
        'AccessDeniedException',
        'Only existing Timestream for LiveAnalytics customers can access the service. Reach out to AWS support, for more information.',
      ),
    );
  expect(await check('Timestream', wanted)).toMatchObject({
    state: 'bad',
    remedy: expect.stringContaining('-c timestream=false'),
  });
  mocks.timestream
    .on(DescribeEndpointsCommand)
    .rejects(
      named('AccessDeniedException', 'User: x is not authorized to perform: timestream:DescribeEndpoints'),
    );
  expect(await check('Timestream', wanted)).toMatchObject({ value: 'not known (AccessDeniedException)' });
});

test.each([
  [true, 'warn'],
  [false, 'good'],
] as const)(
  'where SMS is on and the account being in the sandbox is %s, it is %s',
  async (IsInSandbox, state) => {
    mocks.sns.on(GetSMSSandboxAccountStatusCommand).resolves({ IsInSandbox });
    expect(await check('SMS', { sms: '+12025550123' })).toMatchObject({ state });
  },
);

test('whether SMS can be sent is not known to one who may not ask', async () => {
  mocks.sns.on(GetSMSSandboxAccountStatusCommand).rejects(named('AuthorizationErrorException'));
  expect(await check('SMS', { sms: '+12025550123' })).toMatchObject({ state: 'warn' });
});

test('a cost above the budget is warned of', async () => {
  expect(await check('cost', { budget: 5 })).toMatchObject({
    state: 'warn',
    value: expect.stringContaining('more than the budget of $5'),
  });
});

test.each([
  [{}, 'bad'],
  [{ sms: '+12025550123' }, 'good'],
  [{ discordSecret: 'chats/discord' }, 'good'],
  [{ telegramSecret: 'chats/telegram' }, 'good'],
])('with %j alone, who is told of alarms is %s', async (context, state) => {
  const found = await preflight(readDeployment(context), aws);
  expect(found.find(({ name }) => name === 'alerts')).toMatchObject({ state });
});

test('without a budget of its own a deployment never exceeds what it is expected to cost', async () => {
  expect(await check('cost', { series: 'btc-15m,eth-15m,sol-15m,btc-5m' })).toMatchObject({ state: 'good' });
});
