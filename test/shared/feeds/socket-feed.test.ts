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
    let now = AT;
    const feed = start({}, { clock: { now: () => now } });
    const first = await venue.client(0);
    first.send('data 1');
    await until(() => frames.length === 1);
    now = epochMs(AT + 5_000);
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

  test('takes a second silence for that of a quiet market while it is vouched for, the first for frozen', async () => {
    const feed = start({ silenceMs: 400 });
    (await venue.client(0)).send('data 1');
    let vouched = 0;
    const vouching = setInterval(() => {
      feed.vouch();
      vouched++;
    }, 50);
    await until(() => gaps.length === 2);
    const second = await venue.client(1);
    second.send('data 2');
    await until(() => texts().includes('data 2'));
    vouched = 0;
    // 1.2 seconds: three times as long as a feed may be silent for which nobody vouches.
    await vi.waitFor(() => expect(vouched).toBeGreaterThanOrEqual(24), { timeout: 5_000 });
    expect(feed.status()).toMatchObject({ state: 'live', connections: 2 });
    clearInterval(vouching);
    await until(() => gaps.length === 3);
    expect(gaps[2]?.reason).toBe('no data');
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

  describe('of several products', () => {
    const subjects = { names: ['btc', 'eth'], of: (text: string) => text.split(' ')[1] };
    const every = (ms: number, say: (count: number) => void) => {
      let count = 0;
      return setInterval(() => say(count++), ms);
    };

    test('takes the silence of one for frozen though the others speak, and says whose it is', async () => {
      const feed = start({ silenceMs: 300, subjects });
      const first = await venue.client(0);
      first.send('data eth 0');
      const prices = every(50, (count) => first.send(`data btc ${count}`));
      await until(() => gaps.length === 2);
      clearInterval(prices);
      expect(gaps[1]?.reason).toBe('no data of eth');
      (await venue.client(1)).send('data eth 1');
      await until(() => texts().includes('data eth 1'));
      expect(state(feed)).toBe('live');
    });

    test('gives each of them time anew on a new connection', async () => {
      const feed = start({ silenceMs: 400, subjects });
      const first = await venue.client(0);
      first.send('data eth 0');
      const before = every(50, (count) => first.send(`data btc ${count}`));
      const second = await venue.client(1);
      clearInterval(before);
      // Half a second later eth was silent for more than twice 400 ms, but not on this connection.
      const after = every(50, (count) => second.send(`data btc again ${count}`));
      await until(() => texts().includes('data btc again 10'));
      clearInterval(after);
      expect(feed.status()).toMatchObject({ state: 'live', connections: 2 });
    });

    test('waits for none that never spoke', async () => {
      const feed = start({ silenceMs: 300, subjects });
      const client = await venue.client(0);
      const prices = every(50, (count) => client.send(`data btc ${count}`));
      await until(() => texts().includes('data btc 16'));
      clearInterval(prices);
      expect(feed.status()).toMatchObject({ state: 'live', connections: 1 });
    });

    test('takes a heartbeat for the product that it names, or for all', async () => {
      const feed = start({ silenceMs: 300, subjects });
      const client = await venue.client(0);
      for (const name of subjects.names) client.send(`data ${name} 0`);
      const beats = every(50, (count) => client.send(count < 16 ? 'alive' : 'alive eth'));
      await until(() => texts().filter((text) => text === 'alive').length === 16);
      expect(feed.status()).toMatchObject({ state: 'live', connections: 1 });
      await until(() => gaps.length === 2);
      clearInterval(beats);
      expect(gaps[1]?.reason).toBe('no data of btc');
    });
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
    first.send('data that was under way');
    await until(() => texts().includes('data that was under way'));
    expect(feed.status()).toMatchObject({ state: 'live', gaps: 1, connections: 2 });
    await new Promise((resolve) => first.once('close', resolve));
    expect(state(feed)).toBe('live');
  });

  test('asks for another new connection when the first one ends before it brought anything', async () => {
    const feed = start();
    const first = await venue.client(0);
    first.send('data 1');
    first.send('leave');
    const second = await venue.client(1);
    const gone = new Promise((resolve) => second.once('close', resolve));
    second.close();
    await gone;
    await vi.waitFor(() => {
      first.send('leave');
      expect(venue.sockets.length).toBeGreaterThan(2);
    });
    (await venue.client(2)).send('data 2');
    await until(() => texts().includes('data 2'));
    expect(feed.status()).toMatchObject({ state: 'live', gaps: 1 });
  });

  test('waits before it comes back as long as the venue asks of all together', async () => {
    const feed = start(
      { afterClose: (code) => (code === 4003 ? { waitMs: 800 } : undefined) },
      { random: () => 0.5 },
    );
    (await venue.client(0)).close(4003);
    await vi.waitFor(() => expect(state(feed)).toBe('down'));
    const from = performance.now();
    await venue.client(1);
    // Half of 800 ms.
    expect(performance.now() - from).toBeGreaterThan(300);
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

  test('counts as up the time in which it was live, also once it is down', async () => {
    const feed = start();
    const client = await venue.client(0);
    client.send('data 1');
    await until(() => frames.length === 1);
    venue.refusal = { status: 451 };
    client.terminate();
    await vi.waitFor(() => expect(state(feed)).toBe('blocked'));
    const { uptime } = feed.status();
    expect(uptime).toBeGreaterThan(0);
    expect(uptime).toBeLessThan(1);
    await vi.waitFor(() => expect(feed.status().uptime).toBeLessThan(uptime));
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
    const subjects = { names: ['btc', 'eth'], of: (text: string) => text.split(' ')[1] };
    const feed = start({ silenceMs: 600, subjects });
    const client = await venue.client(0);
    client.send('data eth 1');
    await until(() => frames.length === 1);
    feed.pause();
    client.send('data btc 2');
    // Another feed, which does read and hears nothing, is found frozen meanwhile.
    const other = start({ silenceMs: 900 });
    (await venue.client(1)).send('data of another');
    await until(() => other.status().gaps === 2);
    expect(texts()).toEqual(['data eth 1', 'data of another']);
    feed.resume();
    // Long enough to be looked at, every 250 ms, and not so long that eth is silent.
    const next = setInterval(() => client.send(`data btc ${performance.now()}`), 50);
    await until(() => texts().filter((text) => text.startsWith('data btc')).length === 8);
    clearInterval(next);
    expect(texts()).toContain('data btc 2');
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
