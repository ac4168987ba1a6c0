import type { StackProps } from 'aws-cdk-lib';

/** Paper trading's home; the account is that of whoever deploys. */
const REGION = 'us-east-1';

/** How a stack is called, and where it stands. */
export const home = (name: string, holds: string): StackProps => ({
  stackName: `quarterhour-${name}`,
  description: `Quarterhour: ${holds}.`,
  env: { region: REGION },
});
