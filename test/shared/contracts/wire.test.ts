import { describe, expect, test } from 'vitest';
import { MalformedFrameError } from '../../../shared/contracts/errors.ts';
import {
  wireArray,
  wireDecimal,
  wireEach,
  wireInstant,
  wireInteger,
  wireIso,
  wireJson,
  wireObject,
  wireText,
} from '../../../shared/contracts/wire.ts';
import { InvariantError } from '../../../shared/domain/units/invariant.ts';
import { price } from '../../../shared/domain/units/money.ts';
import { parseSpotPrice } from '../../../shared/domain/units/spot.ts';
import { quarter } from '../domain/examples.ts';

const frame = { slug: 'btc-updown-15m-1790616600', seq: 7, bids: [], at: '2026-09-28T17:30:00Z' };

test('a frame is read', () => {
  expect(wireJson('clob', '{"seq":7}')).toEqual({ seq: 7 });
  expect(wireObject('clob', frame)).toBe(frame);
  expect(wireText('clob', frame, 'slug')).toBe('btc-updown-15m-1790616600');
  expect(wireInteger('clob', frame, 'seq')).toBe(7);
  expect(wireArray('clob', frame, 'bids')).toEqual([]);
  expect(wireIso('clob', frame, 'at')).toBe(quarter.openAt);
  expect(wireDecimal('clob', 'price', '64123.5', parseSpotPrice)).toBe(6_412_350_000_000);
});

test('of several each is read for itself: one that is malformed is refused, and any other failure is ours', () => {
  const refused: string[] = [];
  const texts: string[] = [];
  wireEach(
    [{ text: 'a' }, null, { text: 'b' }],
    ({ reason }) => refused.push(reason),
    (item, index) => texts.push(wireText('clob', wireObject('clob', item), 'text') + index),
  );
  expect(texts).toEqual(['a0', 'b2']);
  expect(refused).toEqual(['is not an object']);
  const defect = (): void => {
    throw new TypeError('a defect');
  };
  expect(() => wireEach([1], () => undefined, defect)).toThrow(TypeError);
});

test.each([1_790_616_600_000, '1790616600000'])('an instant is read from %j', (value) => {
  expect(wireInstant('clob', 'timestamp', value)).toBe(quarter.openAt);
});

describe('a malformed frame is named', () => {
  test.each<[string, () => unknown]>([
    ['clob: is not JSON', () => wireJson('clob', 'NO NEW ASSETS')],
    ['clob: is not an object', () => wireObject('clob', [])],
    ['clob: is not an object', () => wireObject('clob', null)],
    ['clob: is not an object', () => wireObject('clob', 'PONG')],
    ['clob: seq is not a string', () => wireText('clob', frame, 'seq')],
    ['clob: missing is not a string', () => wireText('clob', frame, 'missing')],
    ['clob: slug is not an integer', () => wireInteger('clob', frame, 'slug')],
    ['clob: half is not an integer', () => wireInteger('clob', { half: 0.5 }, 'half')],
    ['clob: slug is not an array', () => wireArray('clob', frame, 'slug')],
    ['clob: at is not an instant', () => wireInstant('clob', 'at', '')],
    ['clob: at is not an instant', () => wireInstant('clob', 'at', 0)],
    ['clob: at is not an instant', () => wireInstant('clob', 'at', 1.5)],
    ['clob: at is not an instant', () => wireInstant('clob', 'at', true)],
    ['clob: slug is not an instant', () => wireIso('clob', frame, 'slug')],
    [
      'clob: price is not a decimal number in range',
      () => wireDecimal('clob', 'price', '-1', parseSpotPrice),
    ],
  ])('%s', (message, read) => {
    expect(read).toThrow(MalformedFrameError);
    expect(read).toThrow(message);
  });
});

test('a defect of our own is not blamed on the frame', () => {
  expect(() => wireDecimal('clob', 'price', '2', () => price(20_000))).toThrow(InvariantError);
});
