import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Storage } from './storage.ts';

/** Paper trading's home. The account is that of whoever deploys. */
const REGION = 'us-east-1';

/** What must outlive every other stack: the tables. */
export class Core extends Stack {
  constructor(scope: Construct) {
    super(scope, 'Core', {
      stackName: 'quarterhour-core',
      description: 'Quarterhour: the tables of the ledger, the windows, the hot state and the events.',
      env: { region: REGION },
      terminationProtection: true,
    });
    new Storage(this, 'Storage');
  }
}
