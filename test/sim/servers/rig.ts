import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { EpochMs } from '../../../shared/domain/units/time.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';
import { Front } from '../../../sim/servers/front.ts';
import { type Interference, NO_INTERFERENCE } from '../../../sim/servers/outlet.ts';
import type { Side } from '../../../sim/servers/side.ts';

/** 2026-09-28T17:30:00Z, when a window opens. */
export const NOON: EpochMs = epochMs(1_790_616_600_000);
export const now = (): EpochMs => NOON;

/** A client's end of a socket: what is heard is kept until it is asked for. */
export class Line {
  readonly socket: WebSocket;
  readonly #heard: string[] = [];
  #tell: (() => void) | undefined;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (text) => {
      this.#heard.push(String(text));
      this.#tell?.();
    });
  }

  say(words: object | string): void {
    this.socket.send(typeof words === 'string' ? words : JSON.stringify(words));
  }

  /** The next text. */
  async hear(): Promise<string> {
    while (this.#heard.length === 0)
      await new Promise<void>((resolve) => {
        this.#tell = resolve;
      });
    return this.#heard.shift() as string;
  }

  /** The next text as JSON. */
  read = async (): Promise<unknown> => JSON.parse(await this.hear());

  /** Says something and gives the answer. */
  async ask(words: object | string): Promise<string> {
    this.say(words);
    return this.hear();
  }

  async closed(): Promise<number> {
    if (this.socket.readyState === WebSocket.CLOSED) return 1005;
    const [code] = (await once(this.socket, 'close')) as [number];
    return code;
  }
}

export async function connect(url: string, path: string): Promise<Line> {
  const line = new Line(new WebSocket(url.replace('http', 'ws') + path));
  await once(line.socket, 'open');
  return line;
}

export async function get(url: string, path: string, body?: object): Promise<unknown> {
  const init = body && { method: 'POST', body: JSON.stringify(body) };
  return (await fetch(url + path, init)).json();
}

/** One side behind real sockets, until the test ends. */
export async function serving(side: Side, interference: Interference = NO_INTERFERENCE) {
  const sent: string[] = [];
  const front = await Front.open({
    sides: [side],
    port: 0,
    interference,
    onSent: (_id, _channel, text) => sent.push(text),
  });
  onTestFinished(() => front.close());
  const url = `http://127.0.0.1:${front.port}`;
  return {
    url,
    sent,
    front,
    connect: (path: string) => connect(url, path),
    get: (path: string, body?: object) => get(url, path, body),
    status: async (path: string) => (await fetch(url + path)).status,
  };
}
