import { describe, expect, test } from 'vitest';
import { openWorld } from '../../../local/live/world.ts';
import {
  ConfigurationError,
  CredentialsError,
  VenueUnavailableError,
} from '../../../shared/contracts/errors.ts';
import { parseHosts } from '../../../shared/contracts/hosts.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';
import { scratchFolder } from '../tapes.ts';
import { heartbeat, OPEN, venueOf } from './rig.ts';

const folder = scratchFolder();
const opened = (words: { venue?: string; host?: string[] }, environment = {}) =>
  openWorld({ host: [], ...words }, environment);

describe('without a simulated venue it is the world itself', () => {
  test('with the usual hosts, the clock of the machine and no credentials', async () => {
    const world = await opened({});
    expect(world).toMatchObject({ hosts: parseHosts(), credentials: undefined, venue: undefined });
    expect(world.clock.rate).toBe(1);
  });

  test('but for the hosts that are named: sockets in order, and REST', async () => {
    const host = ['binance=wss://one.example,wss://two.example', 'gamma=https://g.example/?a=b'];
    expect((await opened({ host })).hosts).toEqual({
      ...parseHosts(),
      binance: ['wss://one.example', 'wss://two.example'],
      gamma: 'https://g.example/?a=b',
    });
  });

  test('with the credentials of the environment, whole or refused', async () => {
    const environment = { POLYMARKET_API_KEY: 'k', POLYMARKET_API_SECRET: 's' };
    const whole = { ...environment, POLYMARKET_API_PASSPHRASE: 'p' };
    expect((await opened({}, whole)).credentials).toBeDefined();
    await expect(opened({}, environment)).rejects.toThrow(CredentialsError);
  });

  test.each([
    ['binance', 'write it as key=url, such as gamma=https://example.org'],
    ['=wss://x', 'write it as key=url'],
    ['binanse=wss://x.example', 'no such host; there are binance, coinbase'],
    ['binance=https://x.example', 'binance.0: must be a ws:// or wss:// address'],
    ['gamma=wss://x.example', 'gamma: must be an http:// or https:// address'],
  ])('--host %s is refused with the remedy', async (host, remedy) => {
    const refused = opened({ host: [host] });
    await expect(refused).rejects.toThrow(ConfigurationError);
    await expect(refused).rejects.toThrow(remedy);
  });
});

describe('a simulated venue', () => {
  test('gives its hosts, its clock and its word on what is made up', async () => {
    const venue = await venueOf(folder, [heartbeat(OPEN), heartbeat(OPEN + 3_600_000)], { rate: 20 });
    const world = await opened({ venue: `${venue.url}/` });
    expect(world.venue).toMatchObject({ synthetic: true, title: 'made by a test' });
    expect(world.hosts.gamma).toBe(`${venue.url}/gamma`);
    expect(world.clock.rate).toBe(20);
    // The answer to the quickest of five questions takes far less than 100 ms: 2 seconds of the venue's time.
    expect(Math.abs(world.clock.now() - venue.now())).toBeLessThan(2_000);
    expect(await world.venue?.hasEnded()).toBe(false);
  });

  test('has ended with its tape, and when it is gone', async () => {
    const venue = await venueOf(folder, [heartbeat(OPEN), heartbeat(OPEN + 1)], { from: epochMs(OPEN) });
    const world = await opened({ venue: venue.url });
    await venue.ended;
    expect(await world.venue?.hasEnded()).toBe(true);
    await venue.close();
    expect(await world.venue?.hasEnded()).toBe(true);
  });

  test.each(['127.0.0.1:8080', 'here', ''])('%j is refused: it is no address', async (venue) => {
    await expect(opened({ venue })).rejects.toThrow(
      /write it as an address, such as http:\/\/127\.0\.0\.1:8080/,
    );
  });

  test('that does not answer is refused with the way to start one', async () => {
    // Port 1 of this machine answers nobody.
    const refused = opened({ venue: 'http://127.0.0.1:1' });
    await expect(refused).rejects.toThrow(VenueUnavailableError);
    await expect(refused).rejects.toThrow('npx quarterhour venue --tape synthetic --port 8080');
  });

  test('beside a host of another is refused', async () => {
    const both = { venue: 'http://127.0.0.1:1', host: ['gamma=https://x'] };
    await expect(opened(both)).rejects.toThrow('name the one or the other');
  });
});
