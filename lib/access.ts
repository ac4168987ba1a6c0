import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { WINDOWS_BY_DAY } from '../shared/adapters/dynamodb/tables.ts';
import type { Storage, Table } from './storage.ts';

type Action = 'GetItem' | 'PutItem' | 'Query';

/** What a program may do to which tables, and to the index of the windows. It may do nothing else to any. */
export type Access = Partial<Record<Table | 'windowsByDay', readonly Action[]>>;

/** The statements that allow exactly `access`, table by table. */
export function statementsOf(access: Access, tables: Storage['tables']): PolicyStatement[] {
  const arnOf = (place: keyof Access): string =>
    place === 'windowsByDay' ? `${tables.windows.tableArn}/index/${WINDOWS_BY_DAY}` : tables[place].tableArn;
  return Object.entries(access).map(
    ([place, actions]) =>
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [arnOf(place as keyof Access)],
      }),
  );
}
