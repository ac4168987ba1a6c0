import type { Refusal } from '../fargate/collector/collect.ts';
import type { Configuration } from '../shared/contracts/config.ts';
import { after, type EpochMs, HOUR_MS } from '../shared/domain/units/time.ts';
import type { Ticks } from '../shared/ports/ticks.ts';
import type { EventFrame } from './feed/frame.ts';
import { batchesOf } from './feed/thread.ts';
import { makeHost } from './host.ts';
import { Problems } from './problems.ts';
import type { Store } from './store/embedded.ts';
import type { TapeSource } from './tape-source.ts';
import { VirtualTimers } from './timers.ts';

/** What a run over a tape found on it. */
export interface Replayed {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Lines of the tape. */
  readonly events: number;
  readonly problems: Problems;
}

export interface ReplayDeps {
  readonly source: TapeSource;
  readonly store: Store;
  readonly configuration: Configuration;
  /** Where ticks, reference prices and tops of books are written as well, if anywhere. */
  readonly ticks?: Ticks | undefined;
  /** Bytes of the tape read so far. */
  readonly onBytes?: (read: number) => void;
}

/** How long after the end of the tape an execution may go on asking who won. */
const AFTER_TAPE_MS = 4 * HOUR_MS;
const LINES_A_FLUSH = 100_000;

/**
 * Runs a tape through the whole system on a virtual clock. Everything that happens is a function of the tape, the
 * configuration and what the store already holds, so that a run that was killed goes on to the same end.
 */
export async function replay({
  source,
  store,
  configuration,
  ticks,
  onBytes,
}: ReplayDeps): Promise<Replayed> {
  const timers = new VirtualTimers();
  const problems = new Problems();
  let [tape, events, to] = ['', 0, source.from];
  let frame: EventFrame | undefined;
  const refused = (reason: Refusal): void =>
    problems.add({ kind: reason, channel: frame?.channel, reason, at: `${tape}:${frame?.line}` });
  const host = makeHost({
    store,
    configuration,
    mode: 'replay',
    timers,
    // A replay calls no interface of the outer world, so none of them fails.
    health: { recent: async () => ({ calls: 0, errors: 0 }) },
    refused,
    ticks,
  });
  timers.set(source.from);
  await host.resume(source.from);
  for await (const batch of batchesOf(source.paths)) {
    tape = batch.tape;
    for (const each of batch.problems) problems.add(each);
    for (frame of batch.frames) {
      const { at } = frame;
      if (timers.nextAt <= at) await timers.advance(at);
      else timers.set(at);
      host.advance(at);
      if (host.take(frame.events, at)) await host.settled();
    }
    // By the count of lines, so that the same tape makes the same files.
    if (Math.floor(batch.lines / LINES_A_FLUSH) > Math.floor(events / LINES_A_FLUSH)) await ticks?.flush();
    [events, to] = [batch.lines, batch.to];
    onBytes?.(batch.bytes);
  }
  await ticks?.flush();
  await finish(host, timers, after(to, AFTER_TAPE_MS));
  return { from: source.from, to, events, problems };
}

/** Lets what is still running come to its end: the tape says nothing more. */
async function finish(host: ReturnType<typeof makeHost>, timers: VirtualTimers, end: EpochMs): Promise<void> {
  while (timers.nextAt <= end) {
    const at = timers.nextAt as EpochMs;
    host.advance(at);
    await host.settled();
    await timers.advance(at);
  }
  host.advance(end);
  await host.settled();
}
