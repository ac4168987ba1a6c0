import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { child, type Sent, startSender, told } from './load/children.ts';
import type { Fares } from './load/product.ts';
import { slope } from './load/slope.ts';
import type { Tally } from './load/tally.ts';
import { taped } from './load/taped.ts';
import { readOptions } from './options.ts';
import { atLeast, atMost, type BenchResult, type Check, rounded } from './result.ts';

const MOST = { delayMs: 20, memoryMb: 200, slopeMbAMinute: 1 };
/** What a laptop may spend on a busy day's pace. */
const MODEST = { framesASecond: 1_000, cpu: 0.15 };
/** Opening sockets, finding the markets, compiling. */
const START_MS = 5_000;
/** Memory that is still being filled for the first time does not count as growing. */
const FILLING_S = 60;
const LEAST_RATE = 0.95;

/**
 * The verb `record` in a process of its own, on real sockets, with a market that sends so many frames a second: whether
 * anything is lost, how late the event loop is, what it costs in processor and memory.
 */
export async function benchLoad(words: readonly string[]): Promise<BenchResult> {
  const { rate, seconds, from } = readOptions(words, {
    rate: 20_000,
    seconds: 300,
    from: '2026-11-20T00:13:30Z',
  });
  const folder = await mkdtemp(join(tmpdir(), 'quarterhour-load-'));
  const sender = await startSender(rate, Date.parse(from));
  try {
    const product = child('product.ts', ['record', '--json', '--out', folder, '--venue', sender.url]);
    const ended = once(product, 'exit');
    await delay(START_MS);
    product.send('measure');
    await delay(seconds * 1_000);
    product.send('report');
    const fares = await told<Fares>(product);
    const sent = await sender.finish();
    const [code] = await ended;
    if (code !== 0) throw new Error(`the recording ended with ${code}`);
    return summary(rate, fares, sent, await taped(folder));
  } finally {
    sender.stop();
    await rm(folder, { recursive: true });
  }
}

function summary(
  rate: number,
  { seconds, cpu, delay, memory }: Fares,
  sent: Sent,
  onTape: Record<string, Tally>,
): BenchResult {
  const same = Object.entries(sent.tallies).map(([channel, tally]) => ({
    channel,
    sent: tally.frames,
    taped: onTape[channel]?.frames ?? 0,
    same: onTape[channel]?.digest === tally.digest,
  }));
  const frames = same.reduce((sum, each) => sum + each.sent, 0);
  const achieved = frames / sent.seconds;
  const filled = memory.filter(({ second }) => second >= FILLING_S);
  const growth = filled.length > 2 ? slope(filled.map(({ second, mb }) => [second / 60, mb])) : undefined;
  const lost: Check = {
    what: 'every frame that was sent is on the tape once, in its order, channel by channel',
    figure: same.filter((each) => !each.same).length,
    holds: same.every((each) => each.same),
  };
  const checks = [
    lost,
    atLeast('frames a second', achieved, rate * LEAST_RATE),
    atMost('event loop delay p99 in ms', delay.p99, MOST.delayMs),
    atMost('resident memory in MB', Math.max(...memory.map(({ mb }) => mb)), MOST.memoryMb),
    ...(growth === undefined ? [] : [atMost('its slope in MB a minute', growth, MOST.slopeMbAMinute)]),
    ...(rate <= MODEST.framesASecond ? [atMost('share of one core', cpu, MODEST.cpu)] : []),
  ];
  return {
    name: 'load',
    unit: 'frames a second through sockets, parser, collector and tape',
    ours: Math.round(achieved),
    checks,
    detail: {
      seconds: Math.round(seconds),
      frames,
      cpu: rounded(cpu),
      delay: { p50: rounded(delay.p50), p99: rounded(delay.p99), max: rounded(delay.max) },
      memoryMb: memory.map(({ mb }) => Math.round(mb)),
      slopeMbAMinute: growth === undefined ? undefined : rounded(growth),
      channels: same,
      senderLateMs: rounded(sent.latestMs),
    },
  };
}
