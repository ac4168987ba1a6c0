import type { Engine } from '../../../local/store/engine.ts';

/** A value as the protocol of DynamoDB writes it, such as {"S": "btc"}. */
type Value = Readonly<Record<string, unknown>>;
type Item = Readonly<Record<string, Value>>;

/** What requests of one kind were billed. A kind is 'PutItem hot window': operation, table, start of the key. */
export interface Billed {
  readonly requests: number;
  readonly units: number;
}

const WRITE_UNIT_BYTES = 1_024;
const READ_UNIT_BYTES = 4_096;

const utf8 = (text: string): number => Buffer.byteLength(text);
/** A list or map costs three bytes, and one more for each of its members. */
const NESTED = 3;

/**
 * Bytes of an item as DynamoDB counts them (its guide, "item sizes and formats"): names and texts in UTF-8, a number
 * about a byte for two digits and one more, a boolean or null one.
 */
const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + utf8(name) + valueBytes(value), 0);

function valueBytes(value: Value): number {
  const [[type, told] = []] = Object.entries(value);
  switch (type) {
    case 'S':
      return utf8(told as string);
    case 'N':
      return Math.ceil((told as string).replaceAll(/[-.]/g, '').length / 2) + 1;
    case 'L':
      return (told as Value[]).reduce((sum, each) => sum + 1 + valueBytes(each), NESTED);
    case 'M':
      return NESTED + Object.keys(told as Item).length + itemBytes(told as Item);
    default:
      return 1;
  }
}

interface Request {
  readonly TableName: string;
  readonly Item?: Item;
  readonly Key?: Item;
}

/** The same engine, and what AWS would bill for what it was asked. */
export function metered(engine: Engine) {
  const billed = new Map<string, Billed>();
  const statuses = new Map<string, string>();
  const bill = (kind: string, units: number): void => {
    const { requests, units: before } = billed.get(kind) ?? { requests: 0, units: 0 };
    billed.set(kind, { requests: requests + 1, units: before + units });
  };
  const run: Engine['run'] = async (operation, told) => {
    const answer = await engine.run(operation, told);
    const request = told as Request;
    const kind = `${operation} ${request.TableName} ${keyStart(request)}`.trim();
    if (operation === 'PutItem') {
      const { Item: item = {} } = request;
      bill(kind, Math.ceil(itemBytes(item) / WRITE_UNIT_BYTES) + indexUnits(item, statuses));
    } else {
      const { Item: one, Items: many = [] } = (answer.body ?? {}) as { Item?: Item; Items?: Item[] };
      const bytes = [...many, ...(one === undefined ? [] : [one])].reduce(
        (sum, item) => sum + itemBytes(item),
        0,
      );
      bill(kind, Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)));
    }
    return answer;
  };
  return { engine: { ...engine, run }, billed };
}

/** A new entry of the index is written once; one whose key changes is deleted and written. */
function indexUnits({ windowId, statusWindow }: Item, statuses: Map<string, string>): number {
  if (windowId === undefined || statusWindow === undefined) return 0;
  const [id, status] = [String(windowId.S), String(statusWindow.S)];
  const before = statuses.get(id);
  statuses.set(id, status);
  if (before === undefined) return 1;
  return before === status ? 0 : 2;
}

const keyStart = ({ Item: item, Key: key }: Request): string => {
  const { subject, record } = item ?? key ?? {};
  return String((subject ?? record)?.S ?? '').split('#')[0] as string;
};
