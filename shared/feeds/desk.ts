import type { LookupFunction } from 'node:net';
import { binanceProtocol } from '../adapters/binance/client.ts';
import { bitstampProtocol } from '../adapters/bitstamp/client.ts';
import type { PollerOptions, PricePoller } from '../adapters/ccxt/poll.ts';
import { coinbaseProtocol } from '../adapters/coinbase/client.ts';
import { krakenProtocol } from '../adapters/kraken/client.ts';
import { clobClient } from '../adapters/polymarket/client-clob.ts';
import { clobProtocol } from '../adapters/polymarket/client-clob-socket.ts';
import { gammaClient } from '../adapters/polymarket/client-gamma.ts';
import { polyboltProtocol } from '../adapters/polymarket/client-polybolt.ts';
import { rtdsProtocol } from '../adapters/polymarket/client-rtds.ts';
import { Discovery } from '../adapters/polymarket/discovery.ts';
import { clobSubscribe, clobUnsubscribe } from '../adapters/polymarket/messages.ts';
import { toGapFrame } from '../adapters/tape/gap.ts';
import type { Credentials } from '../contracts/credentials.ts';
import type { Hosts } from '../contracts/hosts.ts';
import type { Channel } from '../domain/market/channel.ts';
import { type Gap, type MarketEvent, SPOT_SOURCES, type SpotSource } from '../domain/market/event.ts';
import type { Market } from '../domain/market/market.ts';
import type { Series } from '../domain/market/series.ts';
import type { ListingCriteria, Untradeable } from '../domain/market/tradeable.ts';
import { windowId } from '../domain/market/window.ts';
import type { ApiHealth } from '../domain/risk/breakers.ts';
import { after, MINUTE_MS, SECOND_MS } from '../domain/units/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Feed, FeedStatus, Frame, Protocol } from '../ports/feeds.ts';
import { ApiCalls } from './api-calls.ts';
import { type Lag, LagSamples } from './lag.ts';
import { parseFrame } from './parse-frame.ts';
import { restUrl } from './rest-url.ts';
import { SocketFeed } from './socket-feed.ts';

/** Asks exchanges for their prices by REST. */
interface RestPrices {
  make(options: PollerOptions): PricePoller;
  close(): Promise<void>;
}

export interface DeskDeps {
  readonly hosts: Hosts;
  readonly series: readonly Series[];
  /** Without them the legacy price feed speaks in the place of the one that asks for them. */
  readonly credentials: Credentials | undefined;
  readonly criteria: ListingCriteria;
  readonly clock: Clock;
  /** For jitter, in [0, 1). */
  readonly random: () => number;
  /** Every frame as it came, before anything is made of it. */
  readonly record: (frame: Frame) => void;
  /** What a frame says; frames that say nothing are not told. */
  readonly take: (events: readonly MarketEvent[], frame: Frame) => void;
  readonly onMarket: (market: Market, reason: Untradeable | undefined) => void;
  /** Something failed and will be tried again. */
  readonly onTrouble: (error: Error) => void;
  /** Speaks in the place of an exchange whose socket brings nothing; without it nobody does. The desk closes it. */
  readonly rest?: RestPrices;
  readonly shutMs?: number;
  readonly lookup?: LookupFunction | undefined;
}

/** A feed, how late its frames are, and how many of them, or of the messages in them, could not be read. */
export interface DeskStatus extends FeedStatus {
  readonly lag: Lag | undefined;
  readonly malformed: number;
  /** Prices come by REST in the place of the socket. */
  readonly polled: boolean;
}

/**
 * Books are listened to from so long before a window opens until so long after it closes: the socket tells the resolution
 * 20 to 90 seconds later (facts 4.6).
 */
const LEAD_MS = 5 * MINUTE_MS;
const TRAIL_MS = 2 * MINUTE_MS;
const WINDOWS_AHEAD = 2;
/** What windows settle on since August 2026 (facts 4.1). */
const LOOKBACK_MS = 60_000;
const TICK_MS = SECOND_MS;
/** A reason may quote what the venue sent: no more different ones than these are kept apart. */
const MOST_REASONS = 100;
/** An exchange whose socket brings nothing for so long is asked by REST, so often. */
const POLL_AFTER_MS = 5_000;
const POLL_EVERY_MS = 2_000;

/** All feeds of some series: sockets that keep themselves alive, the listing, and REST where a socket fails. */
export class Desk {
  readonly #deps: DeskDeps;
  readonly #feeds = new Map<Channel, Feed>();
  readonly #clob: Feed;
  readonly #discovery: Discovery;
  readonly #calls: ApiCalls;
  readonly #markets = new Map<string, Market>();
  readonly #lags = new Map<Channel, LagSamples>();
  readonly #malformed = new Map<Channel, Map<string, number>>();
  readonly #pollers = new Map<SpotSource, readonly PricePoller[]>();
  readonly #polls = new Map<SpotSource, ApiCalls>();
  readonly #deadSince = new Map<SpotSource, number>();
  readonly #ending = new AbortController();
  #tokens: readonly string[] = [];
  #clobStarted = false;
  #tick: NodeJS.Timeout | undefined;
  #asking: Promise<void> = Promise.resolve();

  constructor(deps: DeskDeps) {
    this.#deps = deps;
    this.#calls = new ApiCalls(deps.clock, this.#ending.signal);
    for (const protocol of this.#protocols(assetsOf(deps.series)))
      this.#feeds.set(protocol.channel, this.#feed(protocol));
    this.#clob = this.#feed(clobProtocol({ urls: deps.hosts.clobSocket, tokens: () => this.#tokens }));
    this.#feeds.set('clob', this.#clob);
    this.#discovery = new Discovery({
      clock: deps.clock,
      gamma: gammaClient({ url: deps.hosts.gamma, fetch: this.#calls.fetch }),
      series: deps.series,
      ahead: WINDOWS_AHEAD,
      criteria: deps.criteria,
      onFrame: (text) => this.tell({ channel: 'gamma', text, at: deps.clock.now() }),
      onMarket: (market, reason) => {
        this.#markets.set(windowId(market.window), market);
        deps.onMarket(market, reason);
      },
      onUnavailable: (error) => {
        if (!this.#ending.signal.aborted) deps.onTrouble(error);
      },
    });
  }

  start(): void {
    for (const feed of this.#feeds.values()) if (feed !== this.#clob) feed.start();
    this.#asking = this.#discovery.run(this.#ending.signal);
    this.#tick = setInterval(() => this.#look(), TICK_MS);
    if (this.#deps.credentials === undefined) this.#fallBack('no credentials for PolyBolt');
  }

  /** A frame that came by another way than a feed's socket. */
  tell(frame: Frame): void {
    this.#deps.record(frame);
    const events: MarketEvent[] = [];
    parseFrame(
      frame.channel,
      frame.text,
      (event) => events.push(event),
      ({ reason }) => this.#count(frame.channel, reason),
    );
    const first = events[0];
    if (first === undefined) return;
    if ('exchangeAt' in first) this.#lag(frame.channel).add(frame.at - first.exchangeAt);
    this.#deps.take(events, frame);
  }

  /** The raw answer of the CLOB to the question for a token's book. */
  fetchBook = (token: string): Promise<string | undefined> =>
    clobClient({ url: this.#deps.hosts.clobRest, fetch: this.#calls.fetch }).book(token);

  /** Starts the books' socket over: what it told can no longer be believed. */
  restartBooks(reason: string): void {
    this.#clob.restart(reason);
  }

  /** The venue's own answers say that what the books' socket told is all there is. */
  vouchForBooks(): void {
    this.#clob.vouch();
  }

  /** The tokens whose books are listened to now. */
  get tokens(): readonly string[] {
    return this.#tokens;
  }

  /** How the venue's interfaces that are asked by REST answered in the last five minutes. */
  health = (): ApiHealth => this.#calls.recent();

  /** How whoever is asked by REST answered in the last `lookbackMs`, at most five minutes: the venue, and exchanges polled. */
  calls(lookbackMs: number): ReadonlyMap<'polymarket' | SpotSource, ApiHealth> {
    const all = [['polymarket', this.#calls] as const, ...this.#polls];
    return new Map(all.map(([whom, calls]) => [whom, calls.recent(lookbackMs)]));
  }

  status(): readonly DeskStatus[] {
    return [...this.#feeds.values()].map((feed) => {
      const status = feed.status();
      const refused = this.#malformed.get(status.channel)?.values() ?? [];
      return {
        ...status,
        lag: this.#lags.get(status.channel)?.lag(),
        malformed: [...refused].reduce((sum, count) => sum + count, 0),
        polled: this.#pollers.has(status.channel as SpotSource),
      };
    });
  }

  /** Why frames, or messages in them, could not be read, by channel and reason. */
  malformed(): readonly { channel: Channel; reason: string; count: number }[] {
    return [...this.#malformed].flatMap(([channel, reasons]) =>
      [...reasons].map(([reason, count]) => ({ channel, reason, count })),
    );
  }

  /** Reads no further until {@link resume}: the venues wait, and nothing is lost. */
  pause(): void {
    for (const feed of this.#feeds.values()) feed.pause();
  }

  resume(): void {
    for (const feed of this.#feeds.values()) feed.resume();
  }

  async stop(): Promise<void> {
    clearInterval(this.#tick);
    this.#ending.abort();
    for (const pollers of this.#pollers.values()) for (const poller of pollers) poller.stop();
    await Promise.all([...this.#feeds.values()].map((feed) => feed.stop()));
    await Promise.all([this.#asking, this.#deps.rest?.close()]);
  }

  #protocols(assets: readonly string[]): Protocol[] {
    const { hosts, credentials } = this.#deps;
    return [
      binanceProtocol({ urls: hosts.binance, assets }),
      coinbaseProtocol({ urls: hosts.coinbase, assets }),
      krakenProtocol({ urls: hosts.kraken, assets }),
      bitstampProtocol({ urls: hosts.bitstamp, assets }),
      ...(credentials === undefined
        ? []
        : [polyboltProtocol({ urls: hosts.polybolt, assets, lookbackMs: LOOKBACK_MS, credentials })]),
    ];
  }

  #feed(protocol: Protocol): Feed {
    const { clock, random, lookup, shutMs } = this.#deps;
    return new SocketFeed(protocol, {
      clock,
      random,
      lookup,
      ...(shutMs === undefined ? {} : { shutMs }),
      onFrame: (frame) => this.tell(frame),
      onGap: (gap: Gap) => this.tell({ channel: 'gap', text: toGapFrame(gap), at: clock.now() }),
    });
  }

  #look(): void {
    this.#listen();
    if (this.#feeds.get('polybolt')?.status().state === 'refused')
      this.#fallBack('PolyBolt refuses the credentials');
    const { rest } = this.#deps;
    if (rest === undefined) return;
    for (const source of SPOT_SOURCES) this.#pollIfDead(source, rest);
  }

  /** The legacy price feed speaks where the present one does not, for as long as it lives (facts 6.3). */
  #fallBack(reason: string): void {
    if (this.#feeds.has('rtds')) return;
    const { hosts, series, onTrouble } = this.#deps;
    const feed = this.#feed(rtdsProtocol({ urls: hosts.rtds, assets: assetsOf(series) }));
    this.#feeds.set('rtds', feed);
    feed.start();
    onTrouble(
      new Error(`${reason}: the legacy feed RTDS, which may be dead, tells reference prices instead`),
    );
  }

  /** Subscribes to the books of windows that are near, and leaves those that are over. */
  #listen(): void {
    const now = this.#deps.clock.now();
    for (const [id, { window }] of this.#markets)
      if (now >= after(window.closeAt, TRAIL_MS)) this.#markets.delete(id);
    const near = [...this.#markets.values()].filter(({ window }) => now >= after(window.openAt, -LEAD_MS));
    const tokens = near.flatMap((market) => [market.tokens.up, market.tokens.down]);
    const added = tokens.filter((token) => !this.#tokens.includes(token));
    const gone = this.#tokens.filter((token) => !tokens.includes(token));
    this.#tokens = tokens;
    if (!this.#clobStarted && tokens.length > 0) {
      this.#clobStarted = true;
      this.#clob.start();
      return;
    }
    if (added.length > 0) this.#clob.say(clobSubscribe(added));
    if (gone.length > 0) this.#clob.say(clobUnsubscribe(gone));
  }

  #pollIfDead(source: SpotSource, rest: RestPrices): void {
    const live = this.#feeds.get(source)?.status().state === 'live';
    const pollers = this.#pollers.get(source);
    if (live) {
      this.#deadSince.delete(source);
      for (const poller of pollers ?? []) poller.stop();
      this.#pollers.delete(source);
      return;
    }
    const since = this.#deadSince.get(source) ?? performance.now();
    this.#deadSince.set(source, since);
    if (pollers === undefined && performance.now() - since >= POLL_AFTER_MS)
      this.#pollers.set(source, this.#startPollers(source, rest));
  }

  #startPollers(source: SpotSource, rest: RestPrices): PricePoller[] {
    const { hosts, series, clock, onTrouble } = this.#deps;
    const url = restUrl(hosts, source);
    const polls = this.#polls.get(source) ?? new ApiCalls(clock, this.#ending.signal);
    this.#polls.set(source, polls);
    return assetsOf(series).map((asset) => {
      const poller = rest.make({
        market: { source, asset, url },
        everyMs: POLL_EVERY_MS,
        clock,
        emit: (frame) => this.tell(frame),
        failed: onTrouble,
        asked: (failed) => polls.add(failed),
      });
      poller.start();
      return poller;
    });
  }

  #lag(channel: Channel): LagSamples {
    let samples = this.#lags.get(channel);
    if (samples === undefined) {
      samples = new LagSamples();
      this.#lags.set(channel, samples);
    }
    return samples;
  }

  #count(channel: Channel, reason: string): void {
    const reasons = this.#malformed.get(channel) ?? new Map<string, number>();
    this.#malformed.set(channel, reasons);
    const key = reasons.has(reason) || reasons.size < MOST_REASONS ? reason : 'other reasons';
    reasons.set(key, (reasons.get(key) ?? 0) + 1);
  }
}

const assetsOf = (series: readonly Series[]): readonly string[] => [
  ...new Set(series.map(({ asset }) => asset)),
];
