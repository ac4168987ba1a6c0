import type { Ticks } from '../../shared/ports/ticks.ts';

/** Ticks that are not kept while `isMuted`: what is only told again was kept already, or nobody received it. */
export const mutedTicks = (ticks: Ticks, isMuted: () => boolean): Ticks => ({
  tick: (tick) => isMuted() || ticks.tick(tick),
  reference: (tick) => isMuted() || ticks.reference(tick),
  book: (tick) => isMuted() || ticks.book(tick),
  flush: () => ticks.flush(),
});
