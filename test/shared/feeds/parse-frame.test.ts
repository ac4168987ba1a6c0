import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHANNELS } from '../../../shared/domain/market/channel.ts';
import { parseFrame } from '../../../shared/feeds/parse-frame.ts';
import { SAMPLES } from './sample-frames.ts';
import { refusal } from './told.ts';

const channel = fc.constantFrom(...CHANNELS);
/** What a frame may wrongly carry in place of a value. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(null, '', '0', '1', '1.5', '-1', 'NaN', '1e99', 0, -1, 1.5, 1e99, true, [], {}),
  fc.constantFrom<unknown>({ toString: 1 }, { valueOf: null, toString: null }, [[[]]], 2 ** 53, '__proto__'),
  fc.jsonValue(),
);

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...path, key]));
  return [path, ...inner];
}

/** A copy of `value` with `put` in the place of what is at `path`, or without it when that is undefined. */
function replaced(value: unknown, [key, ...rest]: Path, put: unknown): unknown {
  if (key === undefined) return put;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, put);
  return copy;
}

/** A documented frame of a channel, wrong in one place. */
const mutated = channel.chain((name) =>
  fc.constantFrom(...SAMPLES[name]).chain((sample) => {
    const frame: unknown = JSON.parse(sample);
    return fc
      .tuple(fc.constantFrom(...pathsOf(frame)), fc.option(odd, { nil: undefined }))
      .map(([path, put]) => [name, JSON.stringify(replaced(frame, path, put)) ?? ''] as const);
  }),
);

function readsOrRefuses(name: (typeof CHANNELS)[number], frame: string): void {
  parseFrame(
    name,
    frame,
    () => {},
    ({ reason }) => expect(reason.length).toBeLessThan(200),
  );
}

describe('a frame of any channel is read or refused by name', () => {
  test('when it is any text', () => {
    fc.assert(fc.property(channel, fc.string(), readsOrRefuses));
  });

  test('when it is any JSON', () => {
    fc.assert(fc.property(channel, fc.json(), readsOrRefuses), { numRuns: 500 });
  });

  test('when it is a documented frame with one thing wrong', () => {
    fc.assert(
      fc.property(mutated, ([name, frame]) => readsOrRefuses(name, frame)),
      { numRuns: 4_000 },
    );
  });

  test('when it is a documented frame that was cut', () => {
    for (const name of CHANNELS)
      for (const sample of SAMPLES[name])
        for (let end = 0; end < sample.length; end += 7) readsOrRefuses(name, sample.slice(0, end));
  });

  test('when it is nested deeper than any call stack', () => {
    const depth = 100_000;
    const deep = '['.repeat(depth) + ']'.repeat(depth);
    for (const name of CHANNELS)
      for (const key of ['e', 'type', 'event_type', 'topic', 'channel', 'event', 'slug', 'op'])
        readsOrRefuses(name, `{"${key}":${deep}}`);
  });
});

test('a source that no rule reads is refused', () => {
  expect(refusal('pyth', SAMPLES.pyth[0])).toBe('no rule reads this source');
});
