import type { Load } from './load.ts';
import { PRICES as P } from './prices.ts';

/** Of a quarter of a processor and half a gigabyte. */
const TASK_HOUR = 0.25 * P.vcpuHour + 0.5 * P.memoryGbHour;

const beyond = (used: number, free: number): number => Math.max(0, used - free);

/** Every line of the bill, in USD a month. */
export const LINES: readonly (readonly [name: string, cost: (load: Load) => number])[] = [
  ['Fargate, 0.25 vCPU and 0.5 GB on ARM', ({ taskHours }) => taskHours * TASK_HOUR],
  ['Public IPv4 address', ({ taskHours }) => taskHours * P.publicIpv4Hour],
  ['Step Functions', ({ transitions }) => beyond(transitions, P.freeTransitions) * P.transition],
  [
    'Lambda',
    ({ lambdaCalls, lambdaGbSeconds }) =>
      beyond(lambdaCalls, P.freeLambdaRequests) * P.lambdaRequest +
      beyond(lambdaGbSeconds, P.freeLambdaGbSeconds) * P.lambdaGbSecond,
  ],
  [
    'EventBridge Scheduler',
    ({ schedulerCalls }) => beyond(schedulerCalls, P.freeSchedulerCalls) * P.schedulerCall,
  ],
  ['DynamoDB', ({ writeUnits, readUnits }) => writeUnits * P.writeUnit + readUnits * P.readUnit],
  ['S3, recorded prices and books', ({ storedGb, puts }) => storedGb * P.s3GbMonth + puts * P.s3Put],
  ['CloudWatch logs', ({ logGb }) => logGb * (P.logGb + P.logGbMonth)],
  ['CloudWatch metrics', ({ metrics }) => beyond(metrics, P.freeMetrics) * P.metric],
  ['CloudWatch alarms', ({ alarms }) => beyond(alarms, P.freeAlarms) * P.alarm],
  ['Secrets Manager', ({ secrets }) => secrets * P.secret],
  ['KMS', ({ keys, signatures }) => keys * P.kmsKey + signatures * P.kmsSignature],
];
