import { documentClient } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import { TABLES } from '../../shared/adapters/dynamodb/tables.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import type { Aws } from './clients.ts';

/** The journal of the deployment's account. */
export const deployedLedger = ({ dynamo }: Pick<Aws, 'dynamo'>): Ledger =>
  dynamoLedger(documentClient(dynamo), `quarterhour-${TABLES.ledger.suffix}`, 'paper');
