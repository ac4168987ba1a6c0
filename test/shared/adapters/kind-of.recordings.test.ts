import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { binanceProtocol } from '../../../shared/adapters/binance/client.ts';
import { coinbaseProtocol } from '../../../shared/adapters/coinbase/client.ts';
import { clobProtocol } from '../../../shared/adapters/polymarket/client-clob-socket.ts';
import { rtdsProtocol } from '../../../shared/adapters/polymarket/client-rtds.ts';
import type { Protocol } from '../../../shared/ports/feeds.ts';
import { told } from '../feeds/told.ts';

const DATA = join(import.meta.dirname, '../../../../shared/data');
const asked = { urls: ['wss://one.example'], assets: ['btc', 'eth', 'sol'] };
const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  polymarket_clob: clobProtocol({ ...asked, tokens: () => [] }),
  polymarket_rtds_chainlink: rtdsProtocol(asked),
  binance: binanceProtocol(asked),
  coinbase: coinbaseProtocol(asked),
};

const linesOf = (bytes: Buffer): string[] => bytes.toString('utf8').trimEnd().split('\n');

/** The protocol of a recorded frame's source, and the frame. */
function* recorded(): Generator<readonly [Protocol, string]> {
  for (const name of readdirSync(join(DATA, 'wire_capture_15m')))
    for (const line of linesOf(gunzipSync(readFileSync(join(DATA, 'wire_capture_15m', name))))) {
      const { source, payload } = JSON.parse(line);
      const protocol = PROTOCOLS[source];
      if (protocol !== undefined) yield [protocol, payload];
    }
  for (const line of linesOf(readFileSync(join(DATA, 'rtds_frames_20260905/frames.jsonl'))))
    yield [rtdsProtocol(asked), line];
}

/** Of what frames tell: news of markets are no sign that our books live. */
const tellsPrices = ({ channel }: Protocol, frame: string): boolean =>
  told(channel, frame).some(({ kind }) => kind !== 'listed');

describe.skipIf(!existsSync(DATA))(
  'recordings beside the repository (skipped without ../shared/data)',
  () => {
    test('every frame that tells a price or a book is data, and no other frame is', () => {
      const counts: Record<string, number> = {};
      const unasked = new Set<string | undefined>();
      for (const [protocol, frame] of recorded()) {
        const kind = protocol.kindOf(frame);
        const key = `${protocol.channel}: ${kind}`;
        counts[key] = (counts[key] ?? 0) + 1;
        const { names = [], of = () => undefined } = protocol.subjects ?? {};
        // What a subscription of the price feed begins with speaks for nobody.
        if (kind === 'data' && names.length > 0 && !frame.includes('"data":[')) {
          const name = of(frame);
          if (name === undefined || !names.includes(name)) unasked.add(name);
        }
        const isRefusal = frame.includes('"statusCode"');
        expect(kind === 'data', frame.slice(0, 200)).toBe(!isRefusal && tellsPrices(protocol, frame));
      }
      // The recorder asked for the mean of 30 seconds too, by which nothing is settled any more.
      expect([...unasked]).toEqual(['crypto_prices_twap_thirty btc/usd']);
      expect(counts).toEqual({
        'binance: data': 84,
        // 162 answers of GET /book, 15 arrays of books, 40 messages of changes
        'clob: data': 217,
        // new markets
        'clob: reply': 19,
        'coinbase: data': 75,
        'coinbase: reply': 15,
        // 243 of the wire capture, and 6 later ones; one more refuses a subscription
        'rtds: data': 249,
        'rtds: reply': 1,
      });
    });
  },
);
