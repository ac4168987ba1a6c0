import { plainTable } from '../local/cli/table.ts';
import type { SoakResult } from './soak-result.ts';
import { type FaultVerdict, REST, seconds } from './soak-verdict.ts';

/** A soak on one screen. */
export function soakTable(result: SoakResult): string {
  const { accounts, verdicts, rotations, deeds, feeds, station, replay, failures } = result;
  const frames = plainTable([
    'Frames',
    'sent',
    'garbage',
    'on tape',
    'collapsed',
    'in flight',
    'lost',
    'invented',
    'uptime',
    'connections',
    'gaps',
  ]);
  for (const each of accounts) {
    const feed = feeds.find(({ channel }) => channel === each.channel);
    frames.push([
      each.channel,
      each.sent,
      each.garbage,
      each.onTape,
      each.collapsed,
      each.inFlight,
      each.lost,
      each.invented,
      `${(100 * (feed?.uptime ?? 0)).toFixed(1)} %`,
      feed?.connections ?? 0,
      feed?.gaps ?? 0,
    ]);
  }
  const faults = plainTable([
    'Faults',
    'times',
    'deeds',
    'noticed',
    'healthy',
    'books equal',
    'REST again',
    'failed',
  ]);
  for (const [kind, own] of Map.groupBy(verdicts, ({ fault }) => fault.kind))
    faults.push([
      kind,
      own.length,
      deeds[kind] ?? 0,
      worst(own, ({ noticedMs }) => noticedMs),
      worst(own, ({ fault, healthyMs }) => (REST.has(fault.channel) ? undefined : healthyMs)),
      worst(own, ({ bookMs }) => bookMs),
      worst(own, ({ fault, healthyMs }) => (fault.channel === 'clob-rest' ? healthyMs : undefined)),
      own.filter((each) => each.failures.length > 0).length,
    ]);
  const { p99, max } = station.delay;
  return `${[
    `Seed ${result.seed}, ${result.seconds} s, ${result.framesPerSecond} frames a second. Times are the longest of each kind.`,
    faults.toString(),
    frames.toString(),
    `Event loop of the feeds: p99 ${p99.toFixed(0)} ms, longest ${max.toFixed(0)} ms; memory ${station.memoryMb} MB at most.`,
    `Connections replaced in good time: ${rotations.times}, ${rotations.failures.length} of them wrongly.`,
    `Changes applied across a gap: ${station.acrossGaps}. Replay of ${replay.frames} recorded lines: ${replay.code === 0 ? 'whole' : `ended with ${replay.code}`}.`,
    failures.length === 0 ? 'All held.' : `FAILED:\n${failures.join('\n')}`,
  ].join('\n')}\n`;
}

/** '' where it does not apply. */
function worst(verdicts: readonly FaultVerdict[], of: (verdict: FaultVerdict) => number | undefined): string {
  const times = verdicts.map(of).filter((ms) => ms !== undefined);
  return times.length === 0 ? '' : seconds(Math.max(...times));
}
