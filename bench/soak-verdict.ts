import type { Channel } from '../shared/domain/market/channel.ts';
import type { Fault, FaultKind } from '../sim/faults/fault.ts';
import type { Diary } from './soak-diary.ts';
import type { SentLine } from './soak-sent.ts';

/** What must hold, in milliseconds. */
export const LIMITS = { noticedMs: 5_000, healthyMs: 3_000, bookMs: 10_000, askedMs: 10_000 } as const;

/** One fault, and how the feeds took it. A time that does not apply is left out, one that never came is `never`. */
export interface FaultVerdict {
  readonly fault: Fault;
  /** From the last thing heard until the feed said that there was a gap. */
  readonly noticedMs?: number | undefined;
  /** From the venue's recovery until the feed was live; of REST, until the product was answered again. */
  readonly healthyMs: number;
  /** From the venue's recovery until every book was the venue's own, without the time in which it did not tell them. */
  readonly bookMs?: number;
  readonly failures: readonly string[];
}

/** What happened, with instants of one clock. */
export interface Evidence {
  /** When the plan of faults began. */
  readonly beganAt: number;
  /** Every fault that happened. */
  readonly faults: readonly Fault[];
  readonly lines: readonly SentLine[];
  readonly diary: Diary;
}

const NEVER = Number.POSITIVE_INFINITY;
const SILENT = new Set<FaultKind>(['freeze', 'half-open']);
const DISTURBING = new Set<FaultKind>(['duplicate', 'reorder', 'malformed', 'slow']);
/** The venue takes clients again at once: at another host, or at the same. */
const OVER_AT_ONCE = new Set<FaultKind>(['drop', 'http-403', 'http-451']);
export const REST = new Set<Channel>(['clob-rest', 'gamma']);

export function judge(evidence: Evidence): FaultVerdict[] {
  return evidence.faults.map((fault) =>
    REST.has(fault.channel) ? judgeRest(fault, evidence) : judgeSocket(fault, evidence),
  );
}

function judgeRest(fault: Fault, { beganAt, diary }: Evidence): FaultVerdict {
  const over = beganAt + fault.toMs;
  const answered = diary.asked.find(({ at, channel, ok }) => channel === fault.channel && ok && at >= over);
  const healthyMs = (answered?.at ?? NEVER) - over;
  // The listing is asked when it is due, which may be minutes later.
  const isLate = fault.channel === 'clob-rest' && healthyMs > LIMITS.askedMs;
  return { fault, healthyMs, failures: isLate ? [`asked again after ${seconds(healthyMs)}`] : [] };
}

function judgeSocket(fault: Fault, evidence: Evidence): FaultVerdict {
  const { beganAt, diary } = evidence;
  const { kind, channel } = fault;
  const from = beganAt + fault.fromMs;
  const recovered = OVER_AT_ONCE.has(kind) ? from : beganAt + fault.toMs;
  const gap = diary.gaps.find((each) => each.channel === channel && each.at >= from)?.at ?? NEVER;
  const failures: string[] = [];
  const limit = (what: string, ms: number, most: number) => {
    if (ms > most) failures.push(`${what} ${seconds(ms)}, at most ${seconds(most)}`);
  };
  const noticedMs = SILENT.has(kind) ? gap - lastWord(channel, from, evidence.lines) : undefined;
  if (noticedMs !== undefined) limit('noticed after', noticedMs, LIMITS.noticedMs);
  // What disturbs without a cut leaves the feed live all the time.
  const since = DISTURBING.has(kind) ? recovered : Math.max(recovered, gap);
  const healthyMs = liveFrom(channel, since, diary) - recovered;
  limit('healthy after', healthyMs, LIMITS.healthyMs);
  // Books that were told in the wrong order have to be asked for anew; nothing else has.
  if (DISTURBING.has(kind) && channel !== 'clob' && gap < recovered)
    failures.push('was given up though it spoke');
  if (channel !== 'clob') return { fault, noticedMs, healthyMs, failures };
  const equal = equalFrom(recovered, diary);
  const bookMs = equal - recovered - refusedMs(recovered, equal, evidence);
  limit('books equal after', bookMs, LIMITS.bookMs);
  return { fault, noticedMs, healthyMs, bookMs, failures };
}

/**
 * A venue that asked for a new connection at `at` must have been given one in time and be heard on it with no gap; what
 * both connections brought has to be on the tape once, which the accounts tell.
 */
export function judgeRotation(at: number, channel: Channel, { lines, diary }: Evidence): string[] {
  const until = at + LIMITS.healthyMs;
  const during = (each: { readonly at: number } | undefined) =>
    each !== undefined && each.at >= at && each.at <= until;
  const failures: string[] = [];
  const came = lines.some((line) => line.channel === channel && during(line.frames[0]));
  if (!came) failures.push(`${channel} was not heard on a new connection in ${seconds(LIMITS.healthyMs)}`);
  if (diary.gaps.some((gap) => gap.channel === channel && during(gap)))
    failures.push(`${channel} had a gap while its connection was replaced`);
  return failures;
}

/** When the venue last told a client of `channel` something before `at`. */
function lastWord(channel: Channel, at: number, lines: readonly SentLine[]): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const line of lines)
    if (line.channel === channel)
      last = Math.max(last, line.frames.findLast((frame) => frame.at <= at)?.at ?? last);
  return last;
}

/** The first instant from `at` on at which a feed is live. */
function liveFrom(channel: Channel, at: number, { states, gaps }: Diary): number {
  const own = states.filter((each) => each.channel === channel);
  const before = own.findLast((each) => each.at <= at);
  const broken = gaps.some((gap) => gap.channel === channel && gap.at <= at && gap.at >= (before?.at ?? at));
  if (before?.state === 'live' && !broken) return at;
  return own.find((each) => each.at > at && each.state === 'live')?.at ?? NEVER;
}

/** For how long between two instants the venue's books could not be asked for. */
function refusedMs(from: number, to: number, { beganAt, faults }: Evidence): number {
  if (to === NEVER) return 0;
  const refused = faults.filter(({ channel }) => channel === 'clob-rest');
  return refused.reduce(
    (sum, { fromMs, toMs }) =>
      sum + Math.max(0, Math.min(to, beganAt + toMs) - Math.max(from, beganAt + fromMs)),
    0,
  );
}

/** The first instant by which every token that is listened to then has been the same as the venue's since `at`. */
function equalFrom(at: number, { looks }: Diary): number {
  const same = new Set<string>();
  for (const look of looks) {
    if (look.at < at) continue;
    const tokens = Object.keys(look.verdicts);
    for (const token of tokens) if (look.verdicts[token] === 'same') same.add(token);
    if (tokens.length > 0 && tokens.every((token) => same.has(token))) return look.at;
  }
  return NEVER;
}

export const seconds = (ms: number): string => (ms === NEVER ? 'never' : `${(ms / 1_000).toFixed(2)} s`);
