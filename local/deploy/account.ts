import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { AccountError } from '../../shared/contracts/errors.ts';
import type { Aws } from './clients.ts';

/** Who AWS takes us for. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
}

/** Throws AccountError, saying what to do, when AWS does not know us. */
export async function callerOf({ sts }: Pick<Aws, 'sts'>): Promise<Caller> {
  try {
    const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { account: Account, arn: Arn };
  } catch (cause) {
    throw new AccountError(`AWS does not know us (${nameOf(cause)}): ${remedyOf(cause)}`, { cause });
  }
}

/** The name of an error of the SDK, which says more than its text. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : String(error));

function remedyOf(error: unknown): string {
  const name = nameOf(error);
  if (name.startsWith('ExpiredToken')) return 'the session has ended, sign in anew (aws sso login)';
  if (name === 'CredentialsProviderError')
    return 'set AWS_PROFILE, or sign in (aws sso login, aws configure)';
  return 'see whether the credentials are right and the network is up';
}
