import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';
import type { Channel } from '../../../shared/domain/market/channel.ts';
import type { Interference } from '../../../sim/servers/outlet.ts';

/** As much of a socket as faults touch. */
class HandWrittenSocket extends EventEmitter {
  readonly beside: (string | Buffer)[] = [];
  isCut = false;
  isPaused = false;
  pings = 0;

  send(text: string | Buffer) {
    this.beside.push(text);
  }
  ping() {
    this.pings++;
  }
  pause() {
    this.isPaused = true;
  }
  terminate() {
    this.isCut = true;
    this.emit('close');
  }
}

/** A client of a channel: what the venue says to it goes through the interference, and what arrives is in `told`. */
export function connect(interference: Interference, channel: Channel, id = 1) {
  const socket = new HandWrittenSocket();
  const told: string[] = [];
  const closed: (number | undefined)[] = [];
  const outlet = interference.outlet(
    { id, channel, socket: socket as unknown as WebSocket },
    { send: (text) => told.push(text), close: (code) => closed.push(code) },
  );
  return { socket, outlet, told, closed };
}
