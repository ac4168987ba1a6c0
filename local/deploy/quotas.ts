import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { type Check, good, warn } from '../doctor/check.ts';
import { nameOf } from './account.ts';
import type { Aws } from './clients.ts';

interface Quota {
  readonly name: string;
  readonly service: string;
  readonly code: string;
  /** What the system takes at its busiest, with room for a second series. */
  readonly asked: number;
}

const QUOTAS: readonly Quota[] = [
  { name: 'Lambda concurrency', service: 'lambda', code: 'L-B99A9384', asked: 20 },
  { name: 'Fargate vCPU', service: 'fargate', code: 'L-3032A538', asked: 1 },
];

/** Whether the account may run what the stacks start. New accounts often have ten concurrent functions. */
export const quotaChecks = (aws: Pick<Aws, 'quotas'>): Promise<Check[]> =>
  Promise.all(QUOTAS.map((quota) => quotaCheck(quota, aws)));

async function quotaCheck(
  { name, service, code, asked }: Quota,
  { quotas }: Pick<Aws, 'quotas'>,
): Promise<Check> {
  try {
    const { Quota: found } = await quotas.send(
      new GetServiceQuotaCommand({ ServiceCode: service, QuotaCode: code }),
    );
    const value = found?.Value ?? 0;
    if (value >= asked) return good(name, String(value));
    return warn(name, {
      value: `${value}, and ${asked} are wanted`,
      remedy: `Ask for more in Service Quotas (${service}, ${code}); until then calls may be throttled and tried again.`,
    });
  } catch (error) {
    return warn(name, {
      value: `not known (${nameOf(error)})`,
      remedy: `Allow servicequotas:GetServiceQuota, or look in the console (${code}).`,
    });
  }
}
