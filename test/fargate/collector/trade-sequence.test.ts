import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TradeSequence } from '../../../fargate/collector/trade-sequence.ts';
import { secondsIn } from '../../shared/domain/examples.ts';

/** Where each id stands, told one after the other at the same moment. */
function places(...ids: (number | undefined)[]): string[] {
  const sequence = new TradeSequence();
  return ids.map((id) => sequence.place(id, secondsIn(0)));
}

describe('a trade stands', () => {
  test('as the newest when its id is higher than any', () => {
    expect(places(7, 8, 5_000_000_000)).toEqual(['newest', 'newest', 'newest']);
  });

  test('as a duplicate when its id was seen, also out of order', () => {
    expect(places(7, 7, 9, 7, 8, 8)).toEqual([
      'newest',
      'duplicate',
      'newest',
      'duplicate',
      'late',
      'duplicate',
    ]);
  });

  test('as late when it is new to us and older than the newest', () => {
    expect(places(10, 3, -2, 4)).toEqual(['newest', 'late', 'late', 'late']);
  });

  test('as lost when it is older than what is remembered', () => {
    // 16,384 ids are remembered: 20,000 - 16,384 = 3,616
    expect(places(20_000, 3_617, 3_616)).toEqual(['newest', 'late', 'lost']);
  });

  test('by its time where the feed has no ids', () => {
    const sequence = new TradeSequence();
    const at = [1, 2, 2, 1, 3].map((second) => sequence.place(undefined, secondsIn(second)));
    expect(at).toEqual(['newest', 'newest', 'newest', 'late', 'newest']);
  });
});

test('each of many ids in any order is taken once, and the highest so far is the newest', () => {
  const ids = fc.array(fc.integer({ min: 4_999_995_000, max: 5_000_005_000 }), { maxLength: 300 });
  fc.assert(
    fc.property(ids, (told) => {
      const sequence = new TradeSequence();
      const seen = new Set<number>();
      let highest = 0;
      for (const id of told) {
        const expected = seen.has(id) ? 'duplicate' : id > highest ? 'newest' : 'late';
        expect(sequence.place(id, secondsIn(0))).toBe(expected);
        seen.add(id);
        highest = Math.max(highest, id);
      }
    }),
  );
});

describe('a venue that counts anew', () => {
  const started = () => {
    const sequence = new TradeSequence();
    sequence.place(9_000_000_000, secondsIn(0));
    return sequence;
  };

  test('is followed from its 32nd trade on', () => {
    const sequence = started();
    const found = Array.from({ length: 40 }, (_, index) => sequence.place(index + 1, secondsIn(index + 1)));
    expect(found.indexOf('newest')).toBe(31);
    expect(found.slice(32)).toEqual(Array.from({ length: 8 }, () => 'newest'));
    expect(sequence.place(1, secondsIn(50))).toBe('late');
  });

  test('is none when old trades are told late', () => {
    const sequence = started();
    const found = Array.from({ length: 40 }, (_, index) => sequence.place(index + 1, secondsIn(-1)));
    expect(new Set(found)).toEqual(new Set(['lost']));
  });

  test('is none when the sequence goes on in between', () => {
    const sequence = started();
    for (let round = 0; round < 10; round++) {
      for (let id = 1; id <= 10; id++) expect(sequence.place(id, secondsIn(1 + round))).toBe('lost');
      expect(sequence.place(9_000_000_001 + round, secondsIn(round))).toBe('newest');
    }
  });
});
