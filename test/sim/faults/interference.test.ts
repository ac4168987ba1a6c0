import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Channel } from '../../../shared/domain/market/channel.ts';
import type { FaultKind } from '../../../sim/faults/fault.ts';
import { makeFaults } from '../../../sim/faults/interference.ts';
import { connect } from './hand-written-socket.ts';

const STARTED_AT = 1_795_132_800_000;
beforeEach(() => vi.useFakeTimers({ now: STARTED_AT }));
afterEach(() => vi.useRealTimers());

/** One fault, from 1 s to 5 s unless it happens at once. */
function oneFault(kind: FaultKind, channel: Channel = 'binance') {
  const garbage: string[] = [];
  const faults = makeFaults({
    plan: [{ kind, channel, fromMs: 1_000, toMs: kind === 'drop' ? 1_000 : 5_000 }],
    elapsedMs: () => Date.now() - STARTED_AT,
    onGarbage: (_id, _channel, text) => garbage.push(text),
  });
  faults.start();
  return { ...faults, garbage };
}

const say = (outlet: { send(text: string): void }, ...texts: readonly string[]) => {
  for (const text of texts) outlet.send(text);
};

describe('what a fault does to frames', () => {
  test('freeze tells nothing, then or later, and still answers', () => {
    const { interference, journal } = oneFault('freeze');
    const { outlet, told, socket } = connect(interference, 'binance');
    say(outlet, 'before');
    vi.advanceTimersByTime(1_000);
    say(outlet, '{"e":"trade","p":"1"}', '{"channel":"heartbeat"}', '{"result":null,"id":1}', 'PONG');
    vi.advanceTimersByTime(4_000);
    say(outlet, 'after');
    expect(told).toEqual(['before', '{"result":null,"id":1}', 'PONG', 'after']);
    expect(socket.isCut).toBe(false);
    expect(journal()).toEqual([
      { kind: 'freeze', channel: 'binance', fromMs: 1_000, toMs: 5_000, connections: [1], deeds: 2 },
    ]);
  });

  test('a client that comes during a freeze is frozen as well', () => {
    const { interference, journal } = oneFault('freeze');
    vi.advanceTimersByTime(2_000);
    const { outlet, told } = connect(interference, 'binance', 9);
    say(outlet, 'lost');
    vi.advanceTimersByTime(3_000);
    say(outlet, 'told');
    expect(told).toEqual(['told']);
    expect(journal()[0]?.connections).toEqual([9]);
  });

  test('duplicate tells every frame twice', () => {
    const { interference } = oneFault('duplicate');
    const { outlet, told } = connect(interference, 'binance');
    vi.advanceTimersByTime(1_000);
    say(outlet, 'a', 'b');
    vi.advanceTimersByTime(4_000);
    say(outlet, 'c');
    expect(told).toEqual(['a', 'a', 'b', 'b', 'c']);
  });

  test('reorder moves frames by at most three places and loses none', () => {
    const { interference } = oneFault('reorder');
    const { outlet, told } = connect(interference, 'binance');
    vi.advanceTimersByTime(1_000);
    say(outlet, 'a', 'b', 'c', 'd', 'e', 'f');
    expect(told).toEqual(['d', 'c', 'b', 'a']);
    vi.advanceTimersByTime(4_000);
    expect(told).toEqual(['d', 'c', 'b', 'a', 'f', 'e']);
  });

  test('malformed puts garbage between true frames, beside the outlet that is accounted for', () => {
    const { interference, garbage, counts } = oneFault('malformed');
    const { outlet, told, socket } = connect(interference, 'binance');
    vi.advanceTimersByTime(1_000);
    const frame = '{"e":"trade","t":7,"p":"84000.10"}';
    say(outlet, frame, frame, frame, frame);
    expect(told).toEqual([frame, frame, frame, frame]);
    const [cut, wrong, unheardOf, binary] = socket.beside;
    expect(() => JSON.parse(String(cut))).toThrow();
    expect(JSON.parse(String(wrong))).toEqual({ e: 'trade', t: {}, p: {} });
    expect(JSON.parse(String(unheardOf))).toMatchObject({ e: 'unheard', type: 'unheard' });
    expect(binary).toBeInstanceOf(Buffer);
    expect(garbage).toEqual(socket.beside.map(String));
    expect(counts()).toEqual(new Map([['malformed', 4]]));
  });

  test('slow holds frames for a burst every second and a half, in order', () => {
    const { interference } = oneFault('slow');
    const { outlet, told } = connect(interference, 'binance');
    vi.advanceTimersByTime(1_000);
    say(outlet, 'a', 'b');
    vi.advanceTimersByTime(1_499);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    say(outlet, 'c');
    expect(told).toEqual(['a', 'b']);
    vi.advanceTimersByTime(2_500);
    say(outlet, 'd');
    expect(told).toEqual(['a', 'b', 'c', 'd']);
  });

  test('slow tells nothing to a client that has gone', () => {
    const { interference } = oneFault('slow');
    const { outlet, told, socket } = connect(interference, 'binance');
    vi.advanceTimersByTime(1_000);
    say(outlet, 'a');
    socket.terminate();
    vi.advanceTimersByTime(4_000);
    expect(told).toEqual([]);
  });

  test('half-open stops both directions, pings too, and the line never heals', () => {
    const { interference } = oneFault('half-open');
    const { outlet, told, socket } = connect(interference, 'binance');
    vi.advanceTimersByTime(1_000);
    say(outlet, 'a', 'PONG');
    socket.ping();
    expect([told, socket.pings, socket.isPaused, socket.isCut]).toEqual([[], 0, true, false]);
    expect(interference.upgrade('binance')).toBe('hang');
    expect(interference.request('binance')).toBe('hang');
    vi.advanceTimersByTime(4_000);
    expect(socket.isCut).toBe(true);
    expect(interference.upgrade('binance')).toBeUndefined();
  });

  test('other channels, and the way in which a venue closes, stay as they are', () => {
    const { interference } = oneFault('freeze');
    const kraken = connect(interference, 'kraken');
    const binance = connect(interference, 'binance');
    vi.advanceTimersByTime(2_000);
    say(kraken.outlet, 'a');
    binance.outlet.close(1012);
    expect(kraken.told).toEqual(['a']);
    expect(binance.closed).toEqual([1012]);
  });
});

describe('what a fault does to connections', () => {
  test('drop cuts every client of the channel and lets them come back', () => {
    const { interference, journal } = oneFault('drop');
    const binance = [1, 2].map((id) => connect(interference, 'binance', id));
    const kraken = connect(interference, 'kraken', 3);
    vi.advanceTimersByTime(1_000);
    expect(binance.map(({ socket }) => socket.isCut)).toEqual([true, true]);
    expect(kraken.socket.isCut).toBe(false);
    expect(interference.upgrade('binance')).toBeUndefined();
    expect(journal()).toEqual([
      { kind: 'drop', channel: 'binance', fromMs: 1_000, toMs: 1_000, connections: [1, 2], deeds: 2 },
    ]);
  });

  test('429 cuts, then refuses upgrades and requests for as long as it lasts', () => {
    const { interference, counts } = oneFault('http-429');
    const { socket } = connect(interference, 'binance');
    expect(interference.upgrade('binance')).toBeUndefined();
    vi.advanceTimersByTime(1_000);
    expect(socket.isCut).toBe(true);
    expect([interference.upgrade('binance'), interference.upgrade('binance')]).toEqual([429, 429]);
    expect(interference.request('binance')).toMatchObject({ status: 429, headers: { 'Retry-After': '2' } });
    vi.advanceTimersByTime(4_000);
    expect(interference.upgrade('binance')).toBeUndefined();
    // One cut, three refused.
    expect(counts()).toEqual(new Map([['http-429', 4]]));
  });

  test.each([
    ['http-403', 403],
    ['http-451', 451],
  ] as const)('%s turns one host away, and the next try is at another', (kind, status) => {
    const { interference } = oneFault(kind);
    const { socket } = connect(interference, 'binance');
    vi.advanceTimersByTime(1_000);
    expect(socket.isCut).toBe(true);
    expect([interference.upgrade('binance'), interference.upgrade('binance')]).toEqual([status, undefined]);
  });

  test('425 is for requests only', () => {
    const { interference } = oneFault('http-425', 'clob-rest');
    vi.advanceTimersByTime(1_000);
    expect(interference.request('clob-rest')).toMatchObject({ status: 425 });
    expect(interference.upgrade('clob-rest')).toBeUndefined();
  });

  test('stopping ends what lasts, tells what was held, and begins nothing more', () => {
    const { interference, stop, journal } = oneFault('reorder');
    const { outlet, told } = connect(interference, 'binance');
    vi.advanceTimersByTime(2_000);
    say(outlet, 'a');
    expect(journal()[0]?.toMs).toBeUndefined();
    stop();
    expect(told).toEqual(['a']);
    expect(journal()[0]?.toMs).toBe(2_000);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a lookup', () => {
  const found = (lookup: ReturnType<ReturnType<typeof oneFault>['lookup']>, all: boolean) =>
    new Promise((resolve) => {
      lookup('venue.test', { all }, (error, address) => resolve(error?.code ?? address));
    });

  test('fails while the name is lost, and otherwise gives this machine', async () => {
    const { interference, lookup, counts } = oneFault('dns');
    const { socket } = connect(interference, 'binance');
    expect(await found(lookup('binance'), false)).toBe('127.0.0.1');
    vi.advanceTimersByTime(1_000);
    expect(socket.isCut).toBe(true);
    expect(await found(lookup('binance'), true)).toBe('ENOTFOUND');
    expect(await found(lookup('kraken'), false)).toBe('127.0.0.1');
    vi.advanceTimersByTime(4_000);
    expect(await found(lookup('binance'), true)).toEqual([{ address: '127.0.0.1', family: 4 }]);
    expect(counts()).toEqual(new Map([['dns', 2]]));
  });
});
