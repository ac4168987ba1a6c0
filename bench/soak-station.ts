import type { LookupFunction } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type BookVerdict, compareBooks } from '../fargate/collector/book-check.ts';
import { Collector } from '../fargate/collector/collect.ts';
import { recordingHeader } from '../local/live/recording.ts';
import { Station } from '../local/live/station.ts';
import { openWorld } from '../local/live/world.ts';
import { recordFolder } from '../shared/adapters/tape/append.ts';
import type { Recorder } from '../shared/adapters/tape/recorder.ts';
import { parseConfiguration, signalParameters } from '../shared/contracts/config.ts';
import type { Channel } from '../shared/domain/market/channel.ts';
import type { MarketEvent } from '../shared/domain/market/event.ts';
import type { Series } from '../shared/domain/market/series.ts';
import { bookIn } from '../shared/feeds/book-in.ts';
import { makeFaults } from '../sim/faults/interference.ts';
import { type Assignment, emptyDiary, type ToStation, wallNow } from './soak-diary.ts';
import { channelOf, namedHosts } from './soak-names.ts';

/** The process of a soak that has the product in it: started by soak-run.ts, and told when to begin and to stop. */

const SERIES: readonly Series[] = [{ asset: 'btc', length: '15m' }];
const LOOK_MS = 50;
const BOOKS_MS = 500;
const BOOK_PATIENCE_MS = 1_000;
/** A host that turned us away is left alone for so long, so that few hosts are enough for many faults. */
const SHUT_MS = 5_000;

const { url, folder, plan } = JSON.parse(process.argv[2] as string) as Assignment;
const diary = emptyDiary();

// Names are lost at this end; the venue does what else a lost name does.
let beganAt = Number.POSITIVE_INFINITY;
const faults = makeFaults({
  plan: plan.filter(({ kind }) => kind === 'dns'),
  elapsedMs: () => wallNow() - beganAt,
});
const lookup: LookupFunction = (host, ...rest) => faults.lookup(channelOf(host))(host, ...rest);

/** Notes what the product asks; our own looks go past this. */
const ask = globalThis.fetch;
globalThis.fetch = async (...words) => {
  const side = /\/(clob|gamma)\//.exec(String(words[0]))?.[1];
  const note = (ok: boolean) => {
    if (side !== undefined)
      diary.asked.push({ at: wallNow(), channel: side === 'gamma' ? 'gamma' : 'clob-rest', ok });
  };
  try {
    const answer = await ask(...words);
    note(answer.status === 200 || answer.status === 404);
    return answer;
  } catch (error) {
    note(false);
    throw error;
  }
};

const lastState = new Map<Channel, string>();
/** Tokens whose books were told anew since the last gap of the market channel. */
const afresh = new Set<string>();

const simulated = await openWorld({ venue: url, host: [] }, {});
const world = { ...simulated, hosts: namedHosts(simulated.hosts) };
const collector = new Collector({
  parameters: signalParameters(parseConfiguration({}), 'paper'),
  wake: () => undefined,
  listed: () => undefined,
  closed: () => undefined,
  refused: () => undefined,
});

function watchBooks(event: MarketEvent): void {
  if (event.kind === 'gap' && event.channel === 'clob') afresh.clear();
  else if (event.kind === 'book') afresh.add(event.token);
  else if (event.kind === 'level' && !afresh.has(event.token))
    if (collector.bookOf(event.token)?.book.receivedAt !== undefined) diary.acrossGaps++;
}

const tape = await recordFolder(folder, recordingHeader(world, SERIES));
const recorder: Recorder = {
  write(line) {
    tape.write(line);
    if (line.channel !== 'gap') return;
    const { channel, reason } = JSON.parse(line.frame);
    diary.gaps.push({ at: wallNow(), channel, reason });
    lastState.delete(channel);
  },
  get backlog() {
    return tape.backlog;
  },
  get failing() {
    return tape.failing;
  },
  get paths() {
    return tape.paths;
  },
  close: () => tape.close(),
};

const station = new Station({
  world,
  series: SERIES,
  recorder,
  collector,
  take(events, { at }) {
    collector.advance(at);
    for (const event of events) {
      collector.take(event, at);
      watchBooks(event);
    }
  },
  show: () => undefined,
  onTrouble({ message }) {
    diary.troubles = { ...diary.troubles, [message]: (diary.troubles[message] ?? 0) + 1 };
  },
  shutMs: SHUT_MS,
  lookup,
});

async function lookAtBooks(): Promise<void> {
  const verdicts: Record<string, BookVerdict> = {};
  const looks = station.desk.tokens.map(async (token) => {
    const answer = await ask(`${world.hosts.clobRest}/book?token_id=${token}`, {
      signal: AbortSignal.timeout(BOOK_PATIENCE_MS),
    });
    const told = await answer.text();
    const ours = collector.bookOf(token);
    if (answer.status === 200 && ours !== undefined) verdicts[token] = compareBooks(ours, bookIn(told));
  });
  await Promise.allSettled(looks);
  diary.looks.push({ at: wallNow(), verdicts });
}

let isLive = false;
function lookAtStates(): void {
  const feeds = station.desk.status();
  for (const { channel, state } of feeds)
    if (lastState.get(channel) !== state) {
      lastState.set(channel, state);
      diary.states.push({ at: wallNow(), channel, state });
    }
  const booked = Object.values(diary.looks.at(-1)?.verdicts ?? {});
  if (isLive || !feeds.every(({ state }) => state === 'live') || !booked.includes('same')) return;
  isLive = true;
  process.send?.({ kind: 'live' });
}

const delay = monitorEventLoopDelay({ resolution: 10 });
station.start();
const looking = setInterval(lookAtStates, LOOK_MS);
const booking = setInterval(lookAtBooks, BOOKS_MS);

process.on('message', async (message: ToStation) => {
  if (message.kind === 'faults-begin') {
    beganAt = message.at;
    delay.enable();
    faults.start();
    return;
  }
  faults.stop();
  diary.namesLost = faults.counts().get('dns') ?? 0;
  clearInterval(looking);
  clearInterval(booking);
  diary.delay = { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 };
  delay.disable();
  const { feeds } = await station.stop();
  diary.feeds = [...feeds];
  diary.memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  process.send?.({ kind: 'over', diary }, () => process.disconnect());
});
