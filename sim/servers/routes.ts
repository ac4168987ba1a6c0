import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type Answer, answer, type Side } from './side.ts';

/** Whom a URL is meant for. */
export interface Route {
  readonly side: Side;
  /** Below the side's prefix. */
  readonly path: string;
  readonly query: URLSearchParams;
}

const NOT_FOUND = answer(404, { error: 'not found' });
const TEXT_OF_STATUS: Readonly<Record<number, string>> = {
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  451: 'Unavailable For Legal Reasons',
};

export function routeOf(sides: readonly Side[], target: string): Route | undefined {
  const url = URL.parse(target, 'http://venue');
  const side = sides.find(
    ({ prefix }) => url?.pathname === prefix || url?.pathname.startsWith(`${prefix}/`) === true,
  );
  if (url === null || side === undefined) return undefined;
  return { side, path: url.pathname.slice(side.prefix.length).replace(/\/$/, ''), query: url.searchParams };
}

export function answerOf(route: Route | undefined, method: string, body: string): Answer {
  if (route === undefined) return NOT_FOUND;
  const { side, path, query } = route;
  return side.answer?.({ method, path, query, body }) ?? NOT_FOUND;
}

/** The whole body of a request; undefined when it is too long, or its sender has gone. */
export async function bodyOf(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of request) {
      bytes += (part as Buffer).length;
      if (bytes > maxBytes) return undefined;
      parts.push(part as Buffer);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(parts).toString();
}

/** Answers an upgrade with a status in place of a socket. */
export function refuseUpgrade(line: Socket, status: number): void {
  const head = `HTTP/1.1 ${status} ${TEXT_OF_STATUS[status] ?? 'Refused'}`;
  const wait = status === 429 ? '\r\nretry-after: 2' : '';
  line.end(`${head}${wait}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
}
