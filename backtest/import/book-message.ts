import { jsonOf } from './json.ts';

/** One recorded message of the market channel, verbatim. */
export interface BookMessage {
  readonly receivedAt: number;
  readonly frame: string;
}

interface Message {
  readonly recv_ms?: unknown;
  readonly slug?: unknown;
  readonly msg?: Readonly<Record<string, unknown>> | null;
}

const MSG = '"msg":';
const DECIMAL = /^\d+(\.\d+)?$/;

/** Reads `{"recv_ms":..,"slug":..,"msg":{..}}`, or says what is wrong with it. */
export function parseBookMessage(text: string): BookMessage | string {
  const json = jsonOf(text) as Message | null | undefined;
  if (json === undefined) return 'is not JSON';
  if (typeof json?.recv_ms !== 'number') return 'recv_ms is not a number';
  if (typeof json.slug !== 'string') return 'slug is not a text';
  const { msg } = json;
  if (typeof msg !== 'object' || msg === null) return 'msg is not an object';
  const fault =
    msg.event_type === 'book' ? (levelFault(msg.bids, 'bid') ?? levelFault(msg.asks, 'ask')) : undefined;
  return fault ?? { receivedAt: json.recv_ms, frame: verbatim(text, json) };
}

function levelFault(levels: unknown, side: string): string | undefined {
  if (!Array.isArray(levels)) return `${side}s are not a list`;
  for (const level of levels as readonly ({ readonly price?: unknown; readonly size?: unknown } | null)[]) {
    const { price, size } = level ?? {};
    if (typeof price !== 'string' || !DECIMAL.test(price) || Number(price) >= 1)
      return `a ${side} has no price below 1`;
    if (typeof size !== 'string' || !DECIMAL.test(size))
      return typeof size === 'string' && size.startsWith('-')
        ? `a ${side} has a negative size`
        : `a ${side} has no size`;
  }
  return undefined;
}

/** The text of the message itself, when it is the last member of the line as the recorder writes it. */
function verbatim(text: string, json: Message): string {
  const from = text.indexOf(MSG);
  if (from < 0 || Object.keys(json).at(-1) !== 'msg') return JSON.stringify(json.msg);
  return text.slice(from + MSG.length, text.lastIndexOf('}')).trim();
}
