import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Gap } from '../../../shared/domain/market/event.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';
import { SocketFeed, type SocketFeedDeps } from '../../../shared/feeds/socket-feed.ts';
import type { FeedState, Frame, Protocol } from '../../../shared/ports/feeds.ts';
import { AVenue } from './a-venue.ts';

const AT = epochMs(1_790_616_600_000);

/** Words of a made-up venue: 'data ...', 'alive', 'ready', 'leave', 'refused', and anything else is a reply. */
const protocol = (over: Partial<Protocol> = {}): Protocol => ({
  channel: 'kraken',
  urls: [],
  opening: () => ['hello'],
  kindOf: (text) =>
    (['data', 'alive', 'ready', 'leave', 'refused'] as const).find((kind) => text.startsWith(kind)) ??
    'reply',
  silenceMs: 10_000,
  ...over,
});

let venue: AVenue;
const open: SocketFeed[] = [];
let frames: Frame[];
let gaps: Gap[];
let waiting: (() => void)[];

beforeEach(async () => {
  venue = await AVenue.open();
  [frames, gaps, waiting] = [[], [], []];
});

afterEach(async () => {
  for (const feed of open.splice(0)) await feed.stop();
  await venue.close();
});

function start(over: Partial<Protocol> = {}, deps: Partial<SocketFeedDeps> = {}): SocketFeed {
  const happened = () => {
    for (const wake of waiting.splice(0)) wake();
  };
  const feed = new SocketFeed(protocol({ urls: [venue.url], ...over }), {
    clock: { now: () => AT },
    random: () => 0,
    onFrame: (frame) => {
      frames.push(frame);
      happened();
    },
    onGap: (gap) => {
      gaps.push(gap);
      happened();
    },
    ...deps,
  });
  open.push(feed);
  feed.start();
  return feed;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise<void>((resolve) => waiting.push(resolve));
}

const state = (feed: SocketFeed): FeedState => feed.status().state;
const texts = (): string[] => frames.map(({ text }) => text);

describe('a feed', () => {
  test('says hello, tells frames verbatim with channel and instant, and is live from the first data', async () => {
    const feed = start();
    const client = await venue.client(0);
    await venue.until(() => venue.heard.length > 0);
    expect(venue.heard).toEqual(['hello']);
    expect(state(feed)).toBe('connecting');
    client.send('a reply');
    client.send('data {"price": "1"}');
    await until(() => frames.length === 2);
    expect(frames).toEqual([
      { channel: 'kraken', text: 'a reply', at: AT },
      { channel: 'kraken', text: 'data {"price": "1"}', at: AT },
    ]);
    expect(feed.status()).toMatchObject({ state: 'live', frames: 2, connections: 1, lastDataAt: AT });
  });

  test('starts with a gap: nothing that an earlier process heard goes on', () => {
    start();
    expect(gaps).toEqual([{ kind: 'gap', channel: 'kraken', since: AT, reason: 'start' }]);
  });

  test('says what waits for an answer after that answer', async () => {
    start({ afterReady: () => ['subscribe'] });
    (await venue.client(0)).send('ready');
    await venue.until(() => venue.heard.length === 2);
    expect(venue.heard).toEqual(['hello', 'subscribe']);
  });

  test('tells data that it hears twice once', async () => {
    const feed = start();
    const client = await venue.client(0);
    for (const text of ['data 1', 'data 1', 'data 2', 'pong', 'pong', 'data 2', 'data 3']) client.send(text);
    await until(() => texts().includes('data 3'));
    expect(texts()).toEqual(['data 1', 'data 2', 'pong', 'pong', 'data 3']);
    expect(feed.status().duplicates).toBe(2);
  });

  test('connects anew after a cut, with one gap since its last data', async () => {
    const feed = start();
    const first = await venue.client(0);
    first.send('data 1');
    await until(() => frames.length === 1);
    first.terminate();
    await until(() => gaps.length === 2);
    expect(gaps[1]).toMatchObject({ since: AT, reason: expect.stringContaining('1006') });
    // A venue tells its state in the same words after a cut: they are no repetition now.
    (await venue.client(1)).send('data 1');
    await until(() => frames.length === 2);
    expect(feed.status()).toMatchObject({ state: 'live', connections: 2, gaps: 2 });
  });

  test('takes silence for frozen though pongs come, and lives again on a new connection', async () => {
    const feed = start({ silenceMs: 300 });
    const first = await venue.client(0);
    first.send('data 1');
    const pongs = setInterval(() => first.send('pong'), 50);
    await until(() => gaps.length === 2);
    clearInterval(pongs);
    expect(gaps[1]?.reason).toBe('no data');
    (await venue.client(1)).send('data 2');
    await until(() => texts().includes('data 2'));
    expect(state(feed)).toBe('live');
  });

  test('takes a heartbeat of the venue for life', async () => {
    const feed = start({ silenceMs: 600 });
    const client = await venue.client(0);
    client.send('data 1');
    const beats = setInterval(() => client.send('alive'), 100);
    await until(() => texts().filter((text) => text === 'alive').length === 12);
    clearInterval(beats);
    expect(feed.status()).toMatchObject({ state: 'live', connections: 1 });
  });

  test('makes the new connection before it breaks the old one, and loses and repeats nothing', async () => {
    const feed = start();
    const first = await venue.client(0);
    first.send('data 1');
    first.send('leave');
    const second = await venue.client(1);
    first.send('data 2');
    second.send('data 2');
    second.send('data 3');
    first.send('data 3');
    second.send('data 4');
    await until(() => texts().includes('data 4'));
    expect(texts().toSorted()).toEqual(['data 1', 'data 2', 'data 3', 'data 4', 'leave']);
    expect(feed.status()).toMatchObject({ state: 'live', gaps: 1, connections: 2 });
    await new Promise((resolve) => first.once('close', resolve));
    expect(state(feed)).toBe('live');
  });

  test('rotates by itself when it is time', async () => {
    const feed = start({ rotateAfterMs: 100 });
    (await venue.client(0)).send('data 1');
    (await venue.client(1)).send('data 2');
    await until(() => texts().includes('data 2'));
    expect(feed.status()).toMatchObject({ state: 'live', gaps: 1 });
  });

  test.each([451, 403])('leaves a host alone that answers %d, and goes to the next', async (status) => {
    const other = await AVenue.open();
    venue.refusal = { status };
    const feed = start({ urls: [venue.url, other.url] });
    (await other.client(0)).send('data 1');
    await until(() => frames.length === 1);
    expect(feed.status()).toMatchObject({ state: 'live', host: new URL(other.url).host });
    await feed.stop();
    await other.close();
  });

  test('is blocked while every host is shut to it, and comes back when the first opens', async () => {
    venue.refusal = { status: 451 };
    const feed = start({}, { shutMs: 300 });
    await vi.waitFor(() => expect(state(feed)).toBe('blocked'));
    expect(feed.status().reason).toBe('the host answered 451');
    venue.refusal = undefined;
    (await venue.client(0)).send('data 1');
    await until(() => frames.length === 1);
    expect(state(feed)).toBe('live');
  });

  test('honours Retry-After', async () => {
    venue.refusal = { status: 429, headers: 'Retry-After: 1\r\n' };
    const from = performance.now();
    start();
    setTimeout(() => {
      venue.refusal = undefined;
    }, 100);
    await venue.client(0);
    expect(performance.now() - from).toBeGreaterThan(950);
  });

  test('does not come back where it was turned away for good', async () => {
    const feed = start({ afterClose: (code) => (code === 4001 ? 'refused' : undefined) });
    (await venue.client(0)).close(4001);
    await vi.waitFor(() => expect(state(feed)).toBe('refused'));
    expect(feed.status().reason).toBe('closed with 4001');
    expect(venue.sockets).toHaveLength(1);
  });

  test('pings as the venue wants it', async () => {
    start({ ping: { text: 'PING', everyMs: 50 } });
    (await venue.client(0)).send('data 1');
    await venue.until(() => venue.heard.filter((text) => text === 'PING').length === 3);
    expect(venue.heard[0]).toBe('hello');
  });

  test('ends the connection that is said to be wrong, and starts over', async () => {
    const feed = start();
    (await venue.client(0)).send('data 1');
    await until(() => frames.length === 1);
    feed.restart('the book is behind');
    expect(gaps[1]).toMatchObject({ reason: 'the book is behind' });
    (await venue.client(1)).send('data 2');
    await until(() => frames.length === 2);
  });

  test('is not frozen while we do not read', async () => {
    const feed = start({ silenceMs: 300 });
    const client = await venue.client(0);
    client.send('data 1');
    await until(() => frames.length === 1);
    feed.pause();
    client.send('data 2');
    // Another feed, which does read and hears nothing, is found frozen meanwhile.
    const other = start({ silenceMs: 600 });
    (await venue.client(1)).send('data of another');
    await until(() => other.status().gaps === 2);
    expect(texts()).toEqual(['data 1', 'data of another']);
    feed.resume();
    await until(() => texts().includes('data 2'));
    expect(feed.status()).toMatchObject({ state: 'live', connections: 1 });
  });

  test('says goodbye when it is stopped', async () => {
    const feed = start();
    const client = await venue.client(0);
    const closed = new Promise((resolve) => client.once('close', resolve));
    client.send('data 1');
    await until(() => frames.length === 1);
    await feed.stop();
    expect(await closed).toBe(1000);
    expect(state(feed)).toBe('stopped');
  });
});
