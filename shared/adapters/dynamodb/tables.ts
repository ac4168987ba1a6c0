/** A key attribute: its name, and whether it is a string or a number. */
interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N';
}

interface Keys {
  readonly partition: KeyAttribute;
  readonly sort?: KeyAttribute;
}

/** A table as data: the embedded engine and the stacks both create it from here. All are billed on demand. */
export interface TableDefinition {
  /** The table's name locally, and the end of its name in AWS. */
  readonly suffix: string;
  readonly keys: Keys;
  /** An index over the items that carry its keys. It holds keys only. */
  readonly index?: Keys & { readonly name: string };
  /** The attribute with the epoch second after which an item may be deleted. */
  readonly ttl?: string;
}

const text = (name: string): KeyAttribute => ({ name, type: 'S' });

export const WINDOWS_BY_DAY = 'byDay';

export const TABLES = {
  /** One item an entry of an account's journal. */
  ledger: { suffix: 'ledger', keys: { partition: text('account'), sort: { name: 'seq', type: 'N' } } },
  /** One item a record of a window; only market records carry the attributes of the index. */
  windows: {
    suffix: 'windows',
    keys: { partition: text('windowId'), sort: text('record') },
    index: { name: WINDOWS_BY_DAY, partition: text('day'), sort: text('statusWindow') },
  },
  /** One item a subject, such as `window#btc-15m-1763806500`: what the collector knows of it now. */
  hot: { suffix: 'hot', keys: { partition: text('subject') }, ttl: 'expiresAt' },
  /** One item a system event. */
  events: { suffix: 'events', keys: { partition: text('day'), sort: text('event') } },
} as const satisfies Record<string, TableDefinition>;

/** One item an execution of the workflow. Of the local host only: in AWS, Step Functions keeps them. */
export const EXECUTIONS_TABLE = {
  suffix: 'executions',
  keys: { partition: text('host'), sort: text('name') },
} as const satisfies TableDefinition;
