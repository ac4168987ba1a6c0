import { QuarterhourError, StoreUnavailableError } from '../../contracts/errors.ts';
import type { Ticks } from '../../ports/ticks.ts';

/** Ticks that go to each of `all`. One that fails keeps no other from its flush. */
export function severalTicks(all: readonly Ticks[]): Ticks {
  return {
    tick(tick) {
      for (const each of all) each.tick(tick);
    },
    reference(tick) {
      for (const each of all) each.reference(tick);
    },
    book(tick) {
      for (const each of all) each.book(tick);
    },
    async flush() {
      const results = await Promise.allSettled(all.map((each) => each.flush()));
      const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      if (failures.length > 0) throw oneOf(failures);
    },
  };
}

/** What is our own mistake comes first; several failures of the world become one, which names them all. */
function oneOf(failures: readonly unknown[]): unknown {
  const mistake = failures.find((failure) => !(failure instanceof QuarterhourError));
  if (mistake !== undefined || failures.length === 1) return mistake ?? failures[0];
  const messages = failures.map((failure) => (failure as Error).message);
  return new StoreUnavailableError(messages.join('; '), { cause: new AggregateError(failures) });
}
