import { StoreUnavailableError } from '../../../../shared/contracts/errors.ts';
import type { Files } from '../../../../shared/ports/ticks.ts';

/** A sink that fails as it is told to, remembers what it took, and says when it was asked. */
export function fickleSink() {
  const taken: string[] = [];
  let failure: Error | undefined = new StoreUnavailableError('no route');
  let asked = 0;
  let waiters: { readonly count: number; readonly done: () => void }[] = [];
  const files: Files = {
    async put(name, bytes) {
      asked++;
      for (const { count, done } of waiters) if (asked >= count) done();
      waiters = waiters.filter(({ count }) => asked < count);
      if (failure !== undefined) throw failure;
      taken.push(`${name}=${Buffer.from(bytes)}`);
    },
  };
  return {
    files,
    taken,
    fail(error: Error | undefined): void {
      failure = error;
    },
    timesAsked: () => asked,
    /** Once the sink was asked so often in all. */
    askedTimes: (count: number) =>
      new Promise<void>((done) => {
        if (asked >= count) done();
        else waiters.push({ count, done });
      }),
  };
}
