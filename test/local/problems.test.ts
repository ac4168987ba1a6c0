import { expect, test } from 'vitest';
import { Problems } from '../../local/problems.ts';

test('problems are counted by kind, channel and reason, with the first place, most frequent first', () => {
  const problems = new Problems();
  expect(problems.list()).toEqual([]);
  problems.add({ kind: 'malformed', channel: 'clob', reason: 'is not JSON', at: 'b.tape:2' });
  problems.add({ kind: 'malformed', channel: 'rtds', reason: 'is not JSON', at: 'a.tape:3' });
  problems.add({ kind: 'broken-line', reason: 'was cut', at: 'b.tape:9' });
  problems.add({ kind: 'broken-line', reason: 'was cut', at: 'b.tape:10' });
  expect(problems.list()).toEqual([
    { kind: 'broken-line', channel: undefined, reason: 'was cut', count: 2, first: 'b.tape:9' },
    { kind: 'malformed', channel: 'rtds', reason: 'is not JSON', count: 1, first: 'a.tape:3' },
    { kind: 'malformed', channel: 'clob', reason: 'is not JSON', count: 1, first: 'b.tape:2' },
  ]);
});
