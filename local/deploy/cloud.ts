import { type Cdk, runCdk } from './cdk.ts';
import { type Aws, connectAws } from './clients.ts';

/** AWS and its CDK; a test has its own. */
export interface Cloud {
  readonly aws: Aws;
  readonly cdk: Cdk;
}
export const cloudOf = (json: boolean): Cloud => ({ aws: connectAws(), cdk: runCdk(json) });
