import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';
import type { TapeLine } from '../shared/adapters/tape/format.ts';
import { TapeReader } from '../shared/adapters/tape/read.ts';
import { writeTape } from '../shared/adapters/tape/write.ts';
import type { Channel } from '../shared/domain/market/channel.ts';
import { epochMs, MINUTE_MS } from '../shared/domain/units/time.ts';
import { syntheticDay, syntheticHeader } from '../sim/day.ts';
import { EVENTFUL } from '../sim/eventful.ts';
import type { Fault } from '../sim/faults/fault.ts';
import { makeFaults } from '../sim/faults/interference.ts';
import { faultPlan } from '../sim/faults/plan.ts';
import { Schedule } from '../sim/faults/schedule.ts';
import { startVenue } from '../sim/servers/venue.ts';
import { wallNow } from './soak-diary.ts';
import { account, tapedOf } from './soak-ledger.ts';
import { replayed, StationProcess } from './soak-process.ts';
import { failuresOf, type SoakResult } from './soak-result.ts';
import { SentLog } from './soak-sent.ts';
import { judge, judgeRotation } from './soak-verdict.ts';

export interface SoakOptions {
  readonly seed: number;
  readonly durationMs: number;
  /** Peace before, between and after the faults of a channel. */
  readonly calmMs: number;
  /** An empty folder. */
  readonly folder: string;
}

/** Some 400 frames a second in all. */
const RATE = 30;
const WINDOW_MINUTES = 15;
const FIRST_OPEN_AT = Date.parse('2026-11-20T00:00:00Z');
const START_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 15_000;
const SOCKETS: readonly Channel[] = ['binance', 'coinbase', 'kraken', 'bitstamp', 'clob', 'polybolt'];
const REST: readonly Channel[] = ['clob-rest', 'gamma'];
/** So long after each of its faults Binance asks its clients to come anew, as it does before its 24 hours are over. */
const ROTATE_AFTER_MS = 5_000;

/** Plays a made-up market through a seeded plan of faults to the product in a process of its own, and judges both. */
export async function runSoak({ seed, durationMs, calmMs, folder }: SoakOptions): Promise<SoakResult> {
  const plan = faultPlan({ seed, channels: [...SOCKETS, ...REST], durationMs, calmMs });
  const minutes = ((durationMs + START_WITHIN_MS + STOP_WITHIN_MS) * RATE) / MINUTE_MS;
  const market = join(folder, 'market.tape');
  const windows = Math.ceil(minutes / WINDOW_MINUTES) + 1;
  await writeTape(
    market,
    syntheticHeader(EVENTFUL.seed, EVENTFUL),
    syntheticDay({ seed: EVENTFUL.seed, profile: EVENTFUL, windows }),
  );

  let beganAt = Number.POSITIVE_INFINITY;
  const log = new SentLog();
  const faults = makeFaults({ plan, elapsedMs: () => wallNow() - beganAt, onGarbage: log.garbage });
  const venue = await startVenue({
    tapes: [market],
    rate: RATE,
    from: epochMs(FIRST_OPEN_AT),
    interference: log.around(faults.interference),
    onSent: log.sent,
  });
  const rotatedAt: number[] = [];
  const rotate = () => {
    rotatedAt.push(wallNow());
    venue.drain('binance');
  };
  const rotations = new Schedule(
    plan
      .filter(({ channel }) => channel === 'binance')
      .map(({ toMs }) => ({ atMs: toMs + ROTATE_AFTER_MS, happen: rotate })),
    () => wallNow() - beganAt,
  );
  const recorded = join(folder, 'recorded');
  const station = new StationProcess({ url: venue.url, folder: recorded, plan });
  try {
    await station.until('live', START_WITHIN_MS);
    beganAt = wallNow();
    faults.start();
    rotations.start();
    station.say({ kind: 'faults-begin', at: beganAt });
    await Promise.race([passed(durationMs), station.ended]);
    faults.stop();
    rotations.stop();
    station.say({ kind: 'stop' });
    const { diary } = await station.until('over', STOP_WITHIN_MS);
    const exit = await station.ended;
    const tape = await linesIn(recorded);
    const lines = [...log.lines.values()];
    const accounts = SOCKETS.map((channel) =>
      account(
        channel,
        lines.filter((line) => line.channel === channel),
        tapedOf(channel, tape),
      ),
    );
    const happened = faults
      .journal()
      .map(({ toMs, ...entry }): Fault => ({ ...entry, toMs: toMs ?? durationMs }));
    const evidence = { beganAt, faults: happened, lines, diary };
    const verdicts = judge(evidence);
    const rotationFailures = rotatedAt.flatMap((at) => judgeRotation(at, 'binance', evidence));
    const cuts = faults.counts().get('dns') ?? 0;
    const told = {
      seed,
      seconds: durationMs / 1_000,
      framesPerSecond: Math.round(accounts.reduce((sum, each) => sum + each.sent, 0) / (durationMs / 1_000)),
      accounts,
      verdicts,
      rotations: { times: rotatedAt.length, failures: rotationFailures },
      deeds: { ...Object.fromEntries(faults.counts()), dns: cuts + diary.namesLost },
      feeds: diary.feeds.map(({ channel, uptime, connections, gaps }) => ({
        channel,
        uptime,
        connections,
        gaps,
      })),
      station: {
        acrossGaps: diary.acrossGaps,
        delay: diary.delay,
        memoryMb: diary.memoryMb,
        troubles: diary.troubles,
      },
      exit,
      replay: { code: await replayed(recorded, folder), frames: tape.length },
    };
    return { ...told, failures: failuresOf(told, plan) };
  } finally {
    faults.stop();
    rotations.stop();
    station.kill();
    await venue.close();
  }
}

async function linesIn(folder: string): Promise<TapeLine[]> {
  const lines: TapeLine[] = [];
  const broken: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const reader = await TapeReader.open(join(folder, name));
    const sink = (line: number, reason: string) => broken.push(`${name}:${line}: ${reason}`);
    for (let chunk = await reader.next(sink); chunk !== undefined; chunk = await reader.next(sink))
      for (const line of chunk) lines.push(line);
    reader.close();
  }
  if (broken.length > 0) throw new Error(`the recording is broken: ${broken.slice(0, 3).join('; ')}`);
  return lines;
}
