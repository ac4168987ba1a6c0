import type { WebSocket } from 'ws';
import type { Outlet } from '../servers/outlet.ts';
import type { FaultKind } from './fault.ts';
import { garbageAfter } from './garbage.ts';

/** What a fault does to the words of one connection while it lasts. */
export interface Disturbance {
  send(text: string): void;
  /** The fault is over: what was held back is told now. */
  end(): void;
}

export interface Disturbed {
  readonly socket: WebSocket;
  readonly next: Outlet;
  /** One more frame was disturbed. */
  count(): void;
  /** These words went to the socket beside the outlet: nobody is to take them for the venue's. */
  garbage(text: string): void;
}

/** As many frames change places with each other. */
const REORDERED_FRAMES = 4;
const BURST_EVERY_MS = 1_500;

/** Answers, which a venue gives even when it has nothing else to tell. */
const REPLY =
  /^(?:PONG|NO NEW ASSETS|\{"(?:op|method|result|error)":|\{"(?:type|channel)":"(?:subscriptions|error)"|\{"event":"bts:subscription_)/;

/** Nothing is told, and none of it later. */
function silence({ count }: Disturbed): Disturbance {
  return { send: count, end: () => undefined };
}

function freeze(disturbed: Disturbed): Disturbance {
  const withheld = silence(disturbed);
  return { ...withheld, send: (text) => (REPLY.test(text) ? disturbed.next : withheld).send(text) };
}

function duplicate({ next, count }: Disturbed): Disturbance {
  return {
    send(text) {
      count();
      next.send(text);
      next.send(text);
    },
    end: () => undefined,
  };
}

function reorder({ next, count }: Disturbed): Disturbance {
  const held: string[] = [];
  const tell = () => {
    for (const text of held.splice(0).reverse()) next.send(text);
  };
  return {
    send(text) {
      count();
      if (held.push(text) === REORDERED_FRAMES) tell();
    },
    end: tell,
  };
}

function malformed({ socket, next, count, garbage }: Disturbed): Disturbance {
  let told = 0;
  return {
    send(text) {
      next.send(text);
      const nonsense = garbageAfter(text, told++);
      socket.send(nonsense);
      garbage(nonsense.toString());
      count();
    },
    end: () => undefined,
  };
}

function slow({ socket, next, count }: Disturbed): Disturbance {
  const held: string[] = [];
  const burst = () => {
    for (const text of held.splice(0)) next.send(text);
  };
  const timer = setInterval(burst, BURST_EVERY_MS);
  socket.once('close', () => clearInterval(timer));
  return {
    send(text) {
      count();
      held.push(text);
    },
    end() {
      clearInterval(timer);
      burst();
    },
  };
}

/** The other kinds leave alone what is told, or let nobody connect to be told anything. */
export const DISTURBANCES: { readonly [K in FaultKind]?: (disturbed: Disturbed) => Disturbance } = {
  freeze,
  duplicate,
  reorder,
  malformed,
  slow,
  'half-open': silence,
};
