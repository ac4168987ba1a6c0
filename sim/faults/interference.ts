import type { LookupFunction } from 'node:net';
import type { Channel } from '../../shared/domain/market/channel.ts';
import type { Interference } from '../servers/outlet.ts';
import { type Fault, type FaultKind, turnsAway } from './fault.ts';
import { countDeeds, type JournalEntry, type OpenEntry } from './journal.ts';
import { loopbackLookup } from './lookup.ts';
import { REQUEST_REFUSALS, UPGRADE_REFUSALS } from './refusal.ts';
import { Schedule } from './schedule.ts';
import { Victim } from './victim.ts';

export interface FaultsOptions {
  readonly plan: readonly Fault[];
  /** Wall time since the start of the plan. */
  readonly elapsedMs: () => number;
  /**
   * Told of every frame that was made up. It has the form of the venue's `onSent`, which is told of the true ones and
   * never of these.
   */
  readonly onGarbage?: (connectionId: number, channel: Channel, text: string) => void;
}

export interface Faults {
  readonly interference: Interference;
  /** For the client's end: how it finds the host of a channel. */
  lookup(channel: Channel): LookupFunction;
  /** Every fault that has begun, in order. */
  journal(): readonly JournalEntry[];
  counts(): ReadonlyMap<FaultKind, number>;
  start(): void;
  /** Ends what lasts and begins nothing more. */
  stop(): void;
}

/** Faults for which clients have to connect anew, or they would notice nothing. */
const CUTS: ReadonlySet<FaultKind> = new Set(['drop', 'dns', 'http-429', 'http-403', 'http-451']);

/** Lets a plan of faults happen. */
export function makeFaults({ plan, elapsedMs, onGarbage = () => {} }: FaultsOptions): Faults {
  const victims = new Map<Channel, Set<Victim>>();
  const lasting = new Map<Channel, OpenEntry>();
  const entries: OpenEntry[] = [];

  const victimsOf = (channel: Channel) => victims.get(channel) ?? new Set<Victim>();
  const disturb = (victim: Victim, entry: OpenEntry) =>
    victim.disturb(entry, (id, text) => onGarbage(id, entry.channel, text));

  function begin({ kind, channel }: Fault) {
    const entry = { kind, channel, fromMs: elapsedMs(), toMs: undefined, connections: [], deeds: 0 };
    entries.push(entry);
    lasting.set(channel, entry);
    for (const victim of victimsOf(channel))
      if (CUTS.has(kind)) victim.cut(entry);
      else disturb(victim, entry);
  }

  function end(channel: Channel) {
    const entry = lasting.get(channel);
    if (entry === undefined) return;
    lasting.delete(channel);
    entry.toMs = elapsedMs();
    for (const victim of victimsOf(channel)) victim.release(entry);
  }

  /** What `refusals` says to a fault that lasts; a host that turns away does so once, for the next try is at another. */
  function refusal<T>(channel: Channel, refusals: { readonly [K in FaultKind]?: T }): T | undefined {
    const entry = lasting.get(channel);
    if (entry === undefined) return undefined;
    const refused = refusals[entry.kind];
    const isSpent = turnsAway(entry.kind) && entry.deeds > entry.connections.length;
    if (refused === undefined || isSpent) return undefined;
    entry.deeds++;
    return refused;
  }

  const schedule = new Schedule(
    plan.flatMap((fault) => [
      { atMs: fault.fromMs, happen: () => begin(fault) },
      { atMs: fault.toMs, happen: () => end(fault.channel) },
    ]),
    elapsedMs,
  );
  return {
    interference: {
      outlet(connection, next) {
        const { channel, socket } = connection;
        const victim = new Victim(connection, next);
        victims.set(channel, victimsOf(channel).add(victim));
        socket.once('close', () => {
          victimsOf(channel).delete(victim);
          victim.forget();
        });
        const entry = lasting.get(channel);
        if (entry !== undefined) disturb(victim, entry);
        return victim.outlet;
      },
      upgrade: (channel) => refusal(channel, UPGRADE_REFUSALS),
      request: (channel) => refusal(channel, REQUEST_REFUSALS),
    },
    lookup: (channel) => loopbackLookup(() => refusal(channel, { dns: true }) === true),
    journal: () => entries.map((entry) => ({ ...entry, connections: [...entry.connections] })),
    counts: () => countDeeds(entries),
    start: () => schedule.start(),
    stop() {
      schedule.stop();
      for (const channel of [...lasting.keys()]) end(channel);
    },
  };
}
