import type { LookupFunction } from 'node:net';
import type { Gap } from '../domain/market/event.ts';
import { assertNever } from '../domain/units/invariant.ts';
import { type EpochMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../domain/units/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Feed, FeedState, FeedStatus, Frame, Protocol } from '../ports/feeds.ts';
import { backoffMs, YOUNG_MS } from './backoff.ts';
import { Connection, type Ending } from './connection.ts';
import { HostList } from './host-list.ts';
import { RecentTexts } from './recent-texts.ts';
import { Subjects } from './subjects.ts';

export interface SocketFeedDeps {
  /** Stamps frames. Waiting goes by the machine's own monotonic clock. */
  readonly clock: Clock;
  readonly onFrame: (frame: Frame) => void;
  readonly onGap: (gap: Gap) => void;
  /** For jitter, in [0, 1). */
  readonly random: () => number;
  /** How long a host that answers 451 or 403 is left alone. */
  readonly shutMs?: number;
  /** Resolves host names, where the system's way will not do. */
  readonly lookup?: LookupFunction | undefined;
}

/** How often the age of the data is looked at. */
const LOOK_MS = 250;
/** A look that comes later than this says that we were away, not the venue. */
const AWAY_MS = 2 * SECOND_MS;
/** After the first frame of a new connection the old one may still have some in flight. */
const OVERLAP_MS = SECOND_MS;
/** A connection that lived this long makes us forget the failures before it. */
const HEALTHY_MS = MINUTE_MS;
/** So long after a silence another one may be that of a quiet market. */
const QUIET_MS = MINUTE_MS;
const REMEMBERED = 4_096;
const SHUT_STATUS = new Set([451, 403]);

/**
 * A venue's socket that keeps itself alive: goes by the age of its data and never by pongs, makes the new connection
 * before it breaks the old one, backs off with full jitter, leaves hosts alone that are shut to us, tells a frame once
 * though two connections brought it, and says of everything that it may have missed that there is a gap.
 */
export class SocketFeed implements Feed {
  readonly #protocol: Protocol;
  readonly #deps: SocketFeedDeps;
  readonly #hosts: HostList;
  readonly #recent = new RecentTexts(REMEMBERED);
  readonly #subjects: Subjects;
  #current: Connection | undefined;
  #successor: Connection | undefined;
  #state: FeedState = 'stopped';
  #host = '';
  #reason: string | undefined;
  /** Whether what comes next follows on what came before. */
  #unbroken = false;
  #paused = false;
  #failures = 0;
  #frames = 0;
  #duplicates = 0;
  #connections = 0;
  #gaps = 0;
  #lastDataAt: EpochMs | undefined;
  /** Instants of the monotonic clock. */
  #startedAt = 0;
  #heardAt = 0;
  #liveSince = 0;
  #downSince = 0;
  #quietUntil = 0;
  #lookedAt = 0;
  #liveMs = 0;
  #retry: NodeJS.Timeout | undefined;
  #look: NodeJS.Timeout | undefined;
  #ping: NodeJS.Timeout | undefined;
  #rotation: NodeJS.Timeout | undefined;

  constructor(protocol: Protocol, deps: SocketFeedDeps) {
    this.#protocol = protocol;
    this.#deps = deps;
    this.#hosts = new HostList(protocol.urls);
    this.#subjects = new Subjects(protocol.subjects?.names ?? [], protocol.silenceMs);
  }

  start(): void {
    this.#startedAt = this.#downSince = this.#lookedAt = performance.now();
    this.#tellGap('start', this.#deps.clock.now());
    this.#look = setInterval(() => this.#watch(), LOOK_MS);
    this.#connect();
  }

  say(text: string): void {
    this.#current?.say(text);
  }

  restart(reason: string): void {
    if (this.#current === undefined) return;
    this.#lose(reason, 'down');
    this.#connect();
  }

  vouch(): void {
    const now = performance.now();
    if (this.#state !== 'live' || now > this.#quietUntil) return;
    if (now - this.#heardAt > this.#protocol.silenceMs / 2) this.#quietUntil = now + QUIET_MS;
    this.#excuse(now);
  }

  pause(): void {
    this.#paused = true;
    this.#current?.pause();
    this.#successor?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#excuse(performance.now());
    this.#current?.resume();
    this.#successor?.resume();
  }

  status(): FeedStatus {
    const now = performance.now();
    const live = this.#liveMs + (this.#state === 'live' ? now - this.#liveSince : 0);
    return {
      channel: this.#protocol.channel,
      state: this.#state,
      host: this.#host,
      reason: this.#reason,
      lastDataAt: this.#lastDataAt,
      frames: this.#frames,
      duplicates: this.#duplicates,
      connections: this.#connections,
      gaps: this.#gaps,
      uptime: now > this.#startedAt ? live / (now - this.#startedAt) : 0,
    };
  }

  async stop(): Promise<void> {
    this.#become('stopped');
    for (const timer of [this.#retry, this.#look, this.#ping, this.#rotation]) clearTimeout(timer);
    await Promise.all([this.#current?.end(), this.#successor?.end()]);
    this.#current = this.#successor = undefined;
  }

  #connect(): void {
    clearTimeout(this.#retry);
    const now = performance.now();
    const url = this.#hosts.first(now);
    if (url === undefined) {
      this.#become('blocked');
      this.#retry = setTimeout(() => this.#connect(), this.#hosts.opensAt - now);
      return;
    }
    if (this.#state !== 'silent') this.#become('connecting');
    this.#current = this.#open(url);
    this.#heardAt = now;
  }

  #open(url: string): Connection {
    this.#host = new URL(url).host;
    this.#connections++;
    const connection: Connection = new Connection(
      url,
      {
        opened: () => {
          for (const text of this.#protocol.opening()) connection.say(text);
        },
        message: (text) => this.#take(connection, text),
        ended: (ending) => this.#ended(connection, ending),
      },
      this.#deps.lookup,
    );
    return connection;
  }

  #take(connection: Connection, text: string): void {
    const kind = this.#protocol.kindOf(text);
    if (kind === 'ready') for (const each of this.#protocol.afterReady?.() ?? []) connection.say(each);
    if (kind === 'refused') {
      this.#refuse(text.slice(0, 200));
      return;
    }
    if (kind === 'data' || kind === 'alive') this.#heard(connection, text, kind === 'data');
    const at = this.#deps.clock.now();
    if (kind === 'data') {
      this.#lastDataAt = at;
      if (!this.#recent.add(text)) {
        this.#duplicates++;
        return;
      }
    }
    this.#frames++;
    this.#deps.onFrame({ channel: this.#protocol.channel, text, at });
    if (kind === 'leave') this.#rotate();
  }

  #heard(connection: Connection, text: string, data: boolean): void {
    const now = performance.now();
    if (connection === this.#successor) {
      if (data) this.#succeed(connection);
      return;
    }
    this.#heardAt = now;
    const subject = this.#protocol.subjects?.of(text);
    if (subject !== undefined) this.#subjects.heard(subject, now);
    else if (!data) this.#subjects.excuse(now);
    if (this.#state === 'live') return;
    // What a new connection is asked for does not come all at once.
    this.#subjects.excuse(now);
    this.#become('live');
    this.#unbroken = true;
    this.#reason = undefined;
    this.#keepUp(connection);
  }

  /** What a connection needs once it lives: pings, and its own successor in time. */
  #keepUp(connection: Connection): void {
    clearInterval(this.#ping);
    clearTimeout(this.#rotation);
    const { ping, rotateAfterMs } = this.#protocol;
    if (ping !== undefined) this.#ping = setInterval(() => connection.say(ping.text), ping.everyMs);
    if (rotateAfterMs !== undefined) this.#rotation = setTimeout(() => this.#rotate(), rotateAfterMs);
  }

  #rotate(): void {
    if (this.#successor !== undefined || this.#current === undefined) return;
    const url = this.#hosts.first(performance.now());
    if (url !== undefined) this.#successor = this.#open(url);
  }

  /** The new connection brings data: the old one goes when what it has in flight has come. */
  #succeed(connection: Connection): void {
    const before = this.#current;
    this.#current = connection;
    this.#successor = undefined;
    this.#excuse(performance.now());
    this.#keepUp(connection);
    setTimeout(() => void before?.end(), OVERLAP_MS);
  }

  #watch(): void {
    const now = performance.now();
    const away = now - this.#lookedAt > AWAY_MS;
    this.#lookedAt = now;
    // We may have frames waiting that we had no time to read.
    if (away) this.#excuse(now - this.#protocol.silenceMs + LOOK_MS);
    if (this.#paused || this.#current === undefined) return;
    if (this.#state === 'live' && now - this.#liveSince > HEALTHY_MS) this.#failures = 0;
    const wasLive = this.#state === 'live';
    const silence = this.#silence(now, wasLive);
    if (silence === undefined) return;
    this.#quietUntil = now + QUIET_MS;
    this.#lose(silence, 'silent');
    if (wasLive) this.#connect();
    else this.#retryLater();
  }

  /** What has not been heard for too long, in words. */
  #silence(now: number, isLive: boolean): string | undefined {
    if (now - this.#heardAt > this.#protocol.silenceMs) return 'no data';
    const frozen = isLive ? this.#subjects.takeFrozen(now) : undefined;
    return frozen === undefined ? undefined : `no data of ${frozen}`;
  }

  /** What was not heard by `at` is not held against the venue. */
  #excuse(at: number): void {
    this.#heardAt = Math.max(this.#heardAt, at);
    this.#subjects.excuse(at);
  }

  #ended(connection: Connection, ending: Ending): void {
    if (connection === this.#successor) {
      this.#successor = undefined;
      return;
    }
    // One that was succeeded and is on its way out.
    if (connection !== this.#current) return;
    this.#lose(inWords(ending), 'down');
    if (ending.kind === 'answered') this.#answered(connection.url, ending);
    else if (ending.kind === 'closed') this.#closed(ending.code);
    // A handshake that was waited for in vain was wait enough, while the outage is young.
    else this.#retryLater(ending.kind === 'timed-out' && this.#outageMs() < YOUNG_MS ? 0 : undefined);
  }

  #answered(
    url: string,
    { status, retryAfterMs }: { status: number; retryAfterMs: number | undefined },
  ): void {
    if (SHUT_STATUS.has(status)) {
      this.#hosts.shut(url, performance.now() + (this.#deps.shutMs ?? HOUR_MS));
      this.#connect();
    } else this.#retryLater(retryAfterMs);
  }

  #closed(code: number): void {
    const verdict = this.#protocol.afterClose?.(code);
    if (verdict === 'refused') this.#refuse(`closed with ${code}`);
    else this.#retryLater(verdict === undefined ? undefined : this.#deps.random() * verdict.waitMs);
  }

  /** Drops what there is; what comes next does not follow on it. */
  #lose(reason: string, state: 'down' | 'silent'): void {
    clearInterval(this.#ping);
    clearTimeout(this.#rotation);
    if (this.#state === 'live') this.#downSince = performance.now();
    this.#current?.drop();
    this.#successor?.drop();
    this.#current = this.#successor = undefined;
    this.#become(state);
    this.#reason = reason;
    if (this.#unbroken) this.#tellGap(reason, this.#lastDataAt ?? this.#deps.clock.now());
  }

  #refuse(reason: string): void {
    this.#lose(reason, 'down');
    this.#become('refused');
  }

  #retryLater(waitMs?: number): void {
    const wait =
      waitMs ?? backoffMs({ failures: this.#failures++, outageMs: this.#outageMs() }, this.#deps.random);
    this.#retry = setTimeout(() => this.#connect(), wait);
  }

  #outageMs(): number {
    return performance.now() - this.#downSince;
  }

  #become(state: FeedState): void {
    const now = performance.now();
    if (this.#state === 'live' && state !== 'live') this.#liveMs += now - this.#liveSince;
    if (this.#state !== 'live' && state === 'live') this.#liveSince = now;
    this.#state = state;
  }

  #tellGap(reason: string, since: EpochMs): void {
    this.#unbroken = false;
    this.#recent.clear();
    this.#gaps++;
    this.#deps.onGap({ kind: 'gap', channel: this.#protocol.channel, since, reason });
  }
}

function inWords(ending: Ending): string {
  switch (ending.kind) {
    case 'answered':
      return `the host answered ${ending.status}`;
    case 'closed':
      return `closed with ${ending.code}${ending.reason === '' ? '' : ` (${ending.reason})`}`;
    case 'timed-out':
      return 'the handshake was not answered';
    case 'failed':
      return ending.reason;
    default:
      return assertNever(ending);
  }
}
