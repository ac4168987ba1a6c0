import type { Channel } from '../shared/domain/market/channel.ts';
import type { Fault } from '../sim/faults/fault.ts';
import type { Diary } from './soak-diary.ts';
import type { Account } from './soak-ledger.ts';
import type { FaultVerdict } from './soak-verdict.ts';

/** What a soak found. */
export interface SoakResult {
  readonly seed: number;
  readonly seconds: number;
  readonly framesPerSecond: number;
  readonly accounts: readonly Account[];
  readonly verdicts: readonly FaultVerdict[];
  /** How often a venue asked for a new connection in good time, and what was wrong with the answer. */
  readonly rotations: { readonly times: number; readonly failures: readonly string[] };
  /** Kinds of fault, and how often each befell a frame, a connection, a request or a look-up. */
  readonly deeds: Readonly<Record<string, number>>;
  readonly feeds: readonly {
    readonly channel: Channel;
    readonly uptime: number;
    readonly connections: number;
    readonly gaps: number;
  }[];
  readonly station: Pick<Diary, 'acrossGaps' | 'delay' | 'memoryMb' | 'troubles'>;
  /** How the process with the feeds ended: 0, and nothing said of an error. */
  readonly exit: { readonly code: number | null; readonly stderr: string };
  readonly replay: { readonly code: number | null; readonly frames: number };
  readonly failures: readonly string[];
}

/** What does not hold. */
export function failuresOf(result: Omit<SoakResult, 'failures'>, plan: readonly Fault[]): string[] {
  const { accounts, verdicts, rotations, deeds, station, exit, replay } = result;
  const failures = verdicts.flatMap(({ fault, failures }) =>
    failures.map((words) => `${fault.kind} of ${fault.channel} at ${fault.fromMs} ms: ${words}`),
  );
  for (const { channel, sent, lost, invented, examples } of accounts)
    if (sent === 0 || lost > 0 || invented > 0)
      failures.push(`${channel}: ${sent} sent, ${lost} lost, ${invented} invented; ${examples.join('; ')}`);
  for (const kind of new Set(plan.map((fault) => fault.kind)))
    if (deeds[kind] === undefined || deeds[kind] === 0) failures.push(`${kind} befell nothing`);
  failures.push(...rotations.failures);
  if (rotations.times === 0) failures.push('no connection was replaced in good time');
  if (verdicts.length !== plan.length) failures.push(`${verdicts.length} of ${plan.length} faults happened`);
  if (station.acrossGaps > 0) failures.push(`${station.acrossGaps} changes applied across a gap`);
  if (exit.code !== 0 || exit.stderr !== '')
    failures.push(`the feeds ended with ${exit.code}: ${exit.stderr}`);
  if (replay.code !== 0) failures.push(`replay of the recording ended with ${replay.code}`);
  return failures;
}
