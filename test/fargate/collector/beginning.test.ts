import { expect, test } from 'vitest';
import { Beginning } from '../../../fargate/collector/beginning.ts';
import { epochMs } from '../../../shared/domain/units/time.ts';

const heard = (text: string, at: number) => ({
  frame: { channel: 'kraken', text, at: epochMs(at) } as const,
  events: [],
});

function started() {
  const taken: [string, boolean][] = [];
  const beginning = new Beginning(({ frame }) => taken.push([frame.text, beginning.tellsPast]));
  return { beginning, taken };
}

test('nothing is handed on before the past has been told', () => {
  const { beginning, taken } = started();
  beginning.hear(heard('first', 10));
  expect(taken).toEqual([]);
});

test('the past and what was held back come in the order of their times, and are told apart', () => {
  const { beginning, taken } = started();
  beginning.hear(heard('socket at 20', 20));
  beginning.hear(heard('socket at 40', 40));
  beginning.tell([heard('rest at 10', 10), heard('rest at 30', 30)]);
  expect(taken).toEqual([
    ['rest at 10', true],
    ['socket at 20', false],
    ['rest at 30', true],
    ['socket at 40', false],
  ]);
});

test('what comes after the past is handed on at once', () => {
  const { beginning, taken } = started();
  beginning.tell([]);
  beginning.hear(heard('news', 50));
  expect(taken).toEqual([['news', false]]);
});
