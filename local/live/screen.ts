import { createLogUpdate } from 'log-update';
import { MINUTE_MS } from '../../shared/domain/units/time.ts';

/** Where a run shows how things stand. */
export interface Screen {
  /** `view` is asked only when it will be shown. */
  show(view: () => string): void;
  /** What was drawn goes: what the run came to follows. */
  close(): void;
}

const REDRAW_MS = 500;

/** Draws over itself on a terminal; anywhere else it says `line` once a minute. */
export function makeScreen(line: () => string): Screen {
  const isTerminal = process.stderr.isTTY === true;
  const draw = createLogUpdate(process.stderr);
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show(view) {
      const now = performance.now();
      if (now - shownAt < (isTerminal ? REDRAW_MS : MINUTE_MS)) return;
      shownAt = now;
      if (isTerminal) draw(view());
      else process.stderr.write(`${line()}\n`);
    },
    close() {
      draw.clear();
      draw.done();
    },
  };
}
