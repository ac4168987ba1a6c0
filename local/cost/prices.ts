/**
 * List prices of us-east-1 in USD, gathered on `asOf` from the price pages and what others quote of the price lists; those
 * of CloudWatch and Secrets Manager could not be checked against either. A month has 730 hours. Free amounts are those
 * that every account has for good; credits of new accounts are not counted.
 */
export const PRICES = {
  asOf: '2026-11-22',
  region: 'us-east-1',
  /** Fargate on ARM, an hour. */
  vcpuHour: 0.03238,
  memoryGbHour: 0.00356,
  publicIpv4Hour: 0.005,
  /** Step Functions Standard. */
  transition: 0.025 / 1_000,
  freeTransitions: 4_000,
  /** Lambda on ARM. */
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2 / 1e6,
  freeLambdaGbSeconds: 400_000,
  freeLambdaRequests: 1e6,
  schedulerCall: 1 / 1e6,
  freeSchedulerCalls: 14e6,
  /** DynamoDB on demand: a unit is 1 KB written, or 4 KB read consistently. */
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  s3GbMonth: 0.023,
  s3Put: 0.005 / 1_000,
  logGb: 0.5,
  logGbMonth: 0.03,
  metric: 0.3,
  freeMetrics: 10,
  alarm: 0.1,
  freeAlarms: 10,
  secret: 0.4,
  kmsKey: 1,
  /** Signing with an asymmetric key has no free amount. */
  kmsSignature: 0.15 / 10_000,
} as const;
