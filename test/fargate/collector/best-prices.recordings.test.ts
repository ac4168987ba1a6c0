import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Book } from '../../../shared/domain/market/book.ts';
import type { EpochMs } from '../../../shared/domain/units/time.ts';
import { told } from '../../shared/feeds/told.ts';

const FOLDER = join(import.meta.dirname, '../../../../shared/data/wire_capture_15m');
const AT = 1 as EpochMs;

describe.skipIf(!existsSync(FOLDER))(
  'recordings beside the repository (skipped without ../shared/data)',
  () => {
    test('the best prices told with every recorded change are those of the book that our rules make', () => {
      let checked = 0;
      for (const name of readdirSync(FOLDER)) {
        const books = new Map<string, Book>();
        const lines = gunzipSync(readFileSync(join(FOLDER, name)))
          .toString('utf8')
          .trimEnd()
          .split('\n');
        for (const { source, payload } of lines.map((line) => JSON.parse(line))) {
          if (source !== 'polymarket_clob') continue;
          for (const event of told('clob', payload)) {
            if (event.kind === 'book') {
              const book = new Book();
              book.snapshot(event.bids, event.asks, AT);
              books.set(event.token, book);
            }
            const book = event.kind === 'level' ? books.get(event.token) : undefined;
            if (event.kind !== 'level' || book === undefined) continue;
            book.change(event.side, event.price, event.size, AT);
            if (event.best === undefined) continue;
            checked++;
            expect({ bid: book.bestBid, ask: book.bestAsk }, payload).toEqual(event.best);
          }
        }
      }
      // 40 messages, each with one change of either token
      expect(checked).toBe(80);
    });
  },
);
