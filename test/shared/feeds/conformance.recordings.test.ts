import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Channel } from '../../../shared/domain/market/channel.ts';
import { parseFrame } from '../../../shared/feeds/parse-frame.ts';

const DATA = join(import.meta.dirname, '../../../../shared/data');

/** How often a channel told each kind of event, was silent, or was refused and why. */
function census(frames: Iterable<readonly [Channel, string]>): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  for (const [channel, frame] of frames) {
    let told = 0;
    const tell = (what: string): void => {
      told++;
      count(`${channel}: ${what}`);
    };
    parseFrame(
      channel,
      frame,
      ({ kind }) => tell(kind),
      ({ reason }) => tell(`refused: ${reason}`),
    );
    if (told === 0) count(`${channel}: silent`);
  }
  return counts;
}

const text = (...path: string[]): string => {
  const bytes = readFileSync(join(DATA, ...path));
  return (path.at(-1)?.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

const CHANNEL_OF: Readonly<Record<string, Channel>> = {
  polymarket_clob: 'clob',
  polymarket_rtds_chainlink: 'rtds',
  binance: 'binance',
  coinbase: 'coinbase',
  pyth_proxy: 'pyth',
};

function* wireCapture(): Generator<readonly [Channel, string]> {
  for (const name of readdirSync(join(DATA, 'wire_capture_15m')))
    for (const line of text('wire_capture_15m', name).trimEnd().split('\n')) {
      const { source, payload } = JSON.parse(line);
      yield [CHANNEL_OF[source] as Channel, payload];
    }
}

describe.skipIf(!existsSync(DATA))(
  'recordings beside the repository (skipped without ../shared/data)',
  () => {
    test('every frame of the wire capture is read, but for a source that no rule reads', () => {
      expect(census(wireCapture())).toEqual({
        // 43 of BTC, 30 of ETH, 11 of SOL
        'binance: trade': 84,
        // 162 answers of GET /book, 15 arrays of six books
        'clob: book': 252,
        // 40 messages about two tokens
        'clob: level': 80,
        // 19 new markets, of which five are about sports
        'clob: listed': 14,
        'clob: silent': 5,
        'coinbase: silent': 15,
        'coinbase: trade': 75,
        'pyth: refused: no rule reads this source': 2,
        // 771 of ETH, 770 each of BTC and SOL: 36 snapshots and 207 updates
        'rtds: reference': 2_311,
      });
    });

    test('every recorded frame of the legacy price feed is read, but for a refused subscription', () => {
      const lines = text('rtds_frames_20260905', 'frames.jsonl').trimEnd().split('\n');
      expect(census(lines.map((line) => ['rtds', line] as const))).toEqual({
        // an update of each of three topics and a snapshot of three prints
        'rtds: reference': 6,
        // an update and a snapshot of three
        'rtds: trade': 4,
        'rtds: refused: the venue refused a subscription with 401': 1,
      });
    });

    test.each<[Channel, string, Record<string, number>]>([
      ['gamma', 'gamma_event_crypto_updown.json', { 'gamma: listed': 1 }],
      ['gamma', 'gamma_market_updown.json', { 'gamma: listed': 1 }],
      // An array of three trades, each refused for itself.
      ['gamma', 'data_trades.json', { 'gamma: refused: outcomes: Invalid input': 3 }],
      [
        'gamma',
        'clob_prices_history.json',
        { 'gamma: refused: slug: Invalid input: expected string, received undefined': 1 },
      ],
      [
        'gamma',
        'clob_book.json',
        { 'gamma: refused: slug: Invalid input: expected string, received undefined': 1 },
      ],
      ['clob-rest', 'clob_book.json', { 'clob-rest: book': 1 }],
      ['clob-rest', 'clob_prices_history.json', { 'clob-rest: refused: unknown event type undefined': 1 }],
      ['clob-rest', 'data_trades.json', { 'clob-rest: refused: unknown event type undefined': 3 }],
      [
        'clob-rest',
        'gamma_event_crypto_updown.json',
        { 'clob-rest: refused: unknown event type undefined': 1 },
      ],
      ['clob-rest', 'gamma_market_updown.json', { 'clob-rest: refused: unknown event type undefined': 1 }],
    ])('as a frame of %s, %s gives %o', (channel, name, counts) => {
      expect(census([[channel, text('gamma_rest_json', name)]])).toEqual(counts);
    });
  },
);
