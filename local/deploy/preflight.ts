import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetSMSSandboxAccountStatusCommand } from '@aws-sdk/client-sns';
import { DescribeEndpointsCommand } from '@aws-sdk/client-timestream-write';
import { type Deployment, tellsSomebody } from '../../shared/contracts/deployment.ts';
import { AccountError } from '../../shared/contracts/errors.ts';
import { budgetOf, estimate } from '../cost/estimate.ts';
import { bad, type Check, good, warn } from '../doctor/check.ts';
import { type Caller, callerOf, nameOf } from './account.ts';
import { type Aws, REGION } from './clients.ts';
import { quotaChecks } from './quotas.ts';

/** What has to hold before a deployment, and what it brings about. Without an account nothing else is asked of AWS. */
export async function preflight(deployment: Deployment, aws: Aws): Promise<readonly Check[]> {
  const here = [regionCheck, costCheck(deployment), alertsCheck(deployment)];
  let caller: Caller;
  try {
    caller = await callerOf(aws);
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    return [bad('credentials', { value: 'none that AWS takes', remedy: `${error.message}.` }), ...here];
  }
  return [
    good('credentials', `${caller.arn} of account ${caller.account}`),
    ...here,
    await bootstrapCheck(caller, aws),
    ...(await quotaChecks(aws)),
    ...(deployment.timestream ? [await timestreamCheck(aws)] : []),
    ...(deployment.sms === 'off' ? [] : [await smsCheck(aws)]),
  ];
}

/** The venue takes no orders from the United States (facts 8.1), and nothing here routes around that. */
const regionCheck = good('region', `${REGION}: paper trading only, the venue takes no orders from there`);

function costCheck({ series, budget = budgetOf(series) }: Deployment): Check {
  const { paper } = estimate(series).total;
  const value = `about $${paper.toFixed(2)} a month`;
  if (paper <= budget) return good('cost', value);
  return warn('cost', {
    value: `${value}, more than the budget of $${budget}`,
    remedy: 'Set a budget that fits (-c budget=...), or deploy fewer series; see `quarterhour cost`.',
  });
}

function alertsCheck(deployment: Deployment): Check {
  if (tellsSomebody(deployment)) return good('alerts', 'somebody is told');
  return bad('alerts', {
    value: 'nobody is told: no e-mail address, phone number or chat is named',
    remedy: 'Name one (-c email=you@example.org), or deploy with --no-alerts.',
  });
}

async function bootstrapCheck({ account }: Caller, { cloudFormation }: Aws): Promise<Check> {
  const name = 'CDK bootstrap';
  try {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: 'CDKToolkit' }));
    const version = Stacks?.[0]?.Outputs?.find(
      ({ OutputKey }) => OutputKey === 'BootstrapVersion',
    )?.OutputValue;
    return good(name, `version ${version ?? 'unknown'}`);
  } catch (error) {
    const missing = error instanceof Error && /does not exist/.test(error.message);
    return bad(name, {
      value: missing ? 'not there' : `not known (${nameOf(error)})`,
      remedy: missing
        ? `Once for this account: npx cdk bootstrap aws://${account}/${REGION}`
        : 'Allow cloudformation:DescribeStacks.',
    });
  }
}

const NOT_ADMITTED = 'Only existing Timestream for LiveAnalytics customers';

async function timestreamCheck({ timestream }: Aws): Promise<Check> {
  const name = 'Timestream';
  try {
    await timestream.send(new DescribeEndpointsCommand({}));
    return good(name, 'this account may use it');
  } catch (error) {
    if (error instanceof Error && error.message.includes(NOT_ADMITTED))
      return bad(name, {
        value: 'AWS does not admit this account to Timestream for LiveAnalytics',
        remedy: 'Leave it out (-c timestream=false): ticks are kept as Parquet all the same.',
      });
    return bad(name, {
      value: `not known (${nameOf(error)})`,
      remedy: 'Allow timestream:DescribeEndpoints on *.',
    });
  }
}

async function smsCheck({ sns }: Aws): Promise<Check> {
  const name = 'SMS';
  try {
    const { IsInSandbox } = await sns.send(new GetSMSSandboxAccountStatusCommand({}));
    if (IsInSandbox === false) return good(name, 'the account is out of the sandbox');
    return warn(name, {
      value: 'the account is in the SMS sandbox',
      remedy:
        'Verify the number in the SNS console first. Numbers of the United States also need a registered toll-free or 10DLC sender, which takes up to 15 days.',
    });
  } catch (error) {
    return warn(name, {
      value: `not known (${nameOf(error)})`,
      remedy: 'Allow sns:GetSMSSandboxAccountStatus.',
    });
  }
}
