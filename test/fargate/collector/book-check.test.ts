import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type BookCheckDeps,
  checkBooks,
  compareBooks,
  makeBookCheck,
  type ToldBook,
} from '../../../fargate/collector/book-check.ts';
import { VenueUnavailableError } from '../../../shared/contracts/errors.ts';
import { Book, type Level } from '../../../shared/domain/market/book.ts';
import type { EpochMs } from '../../../shared/domain/units/time.ts';
import { level, secondsIn } from '../../shared/domain/examples.ts';
import { book as told } from './rig.ts';

const BIDS = [level(57, 100), level(56, 20)];
const ASKS = [level(58, 40)];

/** A book of the socket, last heard at `second`. */
function heard(bids: readonly Level[], asks: readonly Level[], second: number) {
  const book = new Book();
  book.snapshot(bids, asks, secondsIn(second));
  return { book, heardAt: secondsIn(second), agrees: true };
}

describe('beside the book of the socket, the venue’s own is', () => {
  test('the same when its levels are, whatever their order and time', () => {
    for (const second of [9, 10, 11])
      expect(compareBooks(heard(BIDS, ASKS, 10), told(BIDS.toReversed(), ASKS, second))).toBe('same');
    expect(compareBooks(heard(BIDS, ASKS, 10), told([...BIDS, level(3, 0)], ASKS, 11))).toBe('same');
    expect(compareBooks(heard([], [], 10), told([], [], 11))).toBe('same');
  });

  test.each<[string, readonly Level[], readonly Level[]]>([
    ['another size', [level(57, 99), level(56, 20)], ASKS],
    ['a level more', BIDS, [...ASKS, level(59, 1)]],
    ['a level less', [level(57, 100)], ASKS],
    ['an ask at another price', BIDS, [level(59, 40)]],
  ])('with %s: older, newer, or of the same moment', (_, bids, asks) => {
    const ours = heard(BIDS, ASKS, 10);
    expect(compareBooks(ours, told(bids, asks, 9.999))).toBe('ahead');
    expect(compareBooks(ours, told(bids, asks, 10.001))).toBe('behind');
    expect(compareBooks(ours, told(bids, asks, 10))).toBe('diverged');
  });

  test('what we are behind while we have none', () => {
    expect(compareBooks({ book: new Book(), heardAt: secondsIn(10) }, told([], [], 10))).toBe('behind');
    const dropped = heard(BIDS, ASKS, 10);
    dropped.book.drop();
    expect(compareBooks(dropped, told(BIDS, ASKS, 10))).toBe('behind');
    expect(compareBooks(dropped, told(BIDS, ASKS, 9))).toBe('ahead');
  });
});

/** A venue and a socket that a test moves on, looked at every second with a tolerance of two. */
function watched() {
  const world = {
    second: 0,
    ours: heard(BIDS, ASKS, 0) as ReturnType<typeof heard> | undefined,
    theirs: async (): Promise<ToldBook | undefined> => ({ frame: 'same', book: told(BIDS, ASKS, 0) }),
    tokens: ['token'] as readonly string[],
    frozen: [] as [second: number, token: string, frame: string][],
    failed: [] as string[],
    same: 0,
  };
  const deps: BookCheckDeps = {
    clock: { now: () => secondsIn(world.second) as EpochMs },
    tokens: () => world.tokens,
    bookOf: () => world.ours,
    fetchBook: () => world.theirs(),
    toleranceMs: 2_000,
    onFrozen: (token, frame) => world.frozen.push([world.second, token, frame]),
    onSame: () => world.same++,
    onFailed: (token, error) => world.failed.push(`${token}: ${error.name}`),
  };
  const check = makeBookCheck(deps);
  const until = async (second: number, before: (second: number) => void = () => {}) => {
    while (world.second < second) {
      world.second++;
      before(world.second);
      await check();
    }
  };
  const tell = (frame: string, second: number, bids: readonly Level[] = [level(50, 1)]) => {
    world.theirs = async () => ({ frame, book: told(bids, ASKS, second) });
  };
  return { world, deps, until, tell };
}

describe('a token is frozen', () => {
  test('two seconds after the venue was first ahead, when nothing more was heard of it', async () => {
    const { world, until, tell } = watched();
    await until(3);
    tell('changed once', 3.5);
    await until(6);
    expect(world.frozen).toEqual([[6, 'token', 'changed once']]);
  });

  test('also while its book changes all the time', async () => {
    const { world, until, tell } = watched();
    await until(3, (second) => tell(`at ${second}`, second));
    expect(world.frozen).toEqual([[3, 'token', 'at 3']]);
  });

  test('when it was never heard at all', async () => {
    const { world, until, tell } = watched();
    world.ours = { book: new Book(), heardAt: 0 as EpochMs, agrees: true };
    tell('there', -100);
    await until(3);
    expect(world.frozen).toEqual([[3, 'token', 'there']]);
  });

  test('while its book waits for a snapshot, whatever changes are heard', async () => {
    const { world, until, tell } = watched();
    await until(3, (second) => {
      tell(`at ${second}`, second - 0.5);
      world.ours = { book: new Book(), heardAt: secondsIn(second), agrees: true };
    });
    expect(world.frozen).toEqual([[3, 'token', 'at 3']]);
  });

  test('when it has gone wrong, and what changes does not make it right', async () => {
    const { world, until, tell } = watched();
    await until(3, (second) => {
      tell(`at ${second}`, second);
      world.ours = heard(BIDS, ASKS, second);
    });
    expect(world.frozen).toEqual([[3, 'token', 'at 3']]);
  });

  test('when its best prices are not those told with its changes, though the answers are always older', async () => {
    const { world, until, tell } = watched();
    await until(3, (second) => {
      tell(`at ${second}`, second - 0.1);
      world.ours = { ...heard(BIDS, ASKS, second), agrees: false };
    });
    expect(world.frozen).toEqual([[3, 'token', 'at 3']]);
  });

  test('again as long as it is', async () => {
    const { world, until, tell } = watched();
    await until(9, (second) => tell('changed', second));
    expect(world.frozen.map(([second]) => second)).toEqual([3, 6, 9]);
  });
});

describe('a token is not frozen', () => {
  test('when it was wrong once, as between two changes of one moment', async () => {
    const { world, until, tell } = watched();
    tell('changed', 1);
    world.ours = heard(BIDS, ASKS, 1);
    await until(1);
    world.ours = heard([level(50, 1)], ASKS, 1);
    await until(9);
    expect(world.frozen).toEqual([]);
  });

  test('when its best prices were others than told for a moment, or the answer is the same as our book', async () => {
    const { world, until, tell } = watched();
    await until(4, (second) => {
      tell(`at ${second}`, second - 0.1);
      world.ours = { ...heard(BIDS, ASKS, second), agrees: second % 2 === 0 };
    });
    await until(9, (second) => {
      tell(`at ${second}`, second - 0.1, BIDS);
      world.ours = { ...heard(BIDS, ASKS, second), agrees: false };
    });
    expect(world.frozen).toEqual([]);
  });

  test('while nothing happens', async () => {
    const { world, until } = watched();
    await until(60);
    expect(world.frozen).toEqual([]);
  });

  test('when the change was only on its way', async () => {
    const { world, until, tell } = watched();
    tell('changed', 0.9);
    await until(2);
    world.ours = heard([level(50, 1)], ASKS, 0.9);
    await until(9);
    expect(world.frozen).toEqual([]);
  });

  test('while it is heard, always a little behind the venue', async () => {
    const { world, until, tell } = watched();
    await until(30, (second) => {
      tell(`at ${second}`, second);
      world.ours = heard(BIDS, ASKS, second - 0.1);
    });
    expect(world.frozen).toEqual([]);
  });

  test('when the venue has no book, or we do not know the token', async () => {
    const { world, until, tell } = watched();
    world.theirs = async () => undefined;
    await until(5);
    tell('changed', 9);
    world.ours = undefined;
    await until(10);
    expect(world.frozen).toEqual([]);
  });

  test('by a doubt from before its window closed and another opened', async () => {
    const { world, until, tell } = watched();
    tell('changed', 0.5);
    await until(2);
    world.tokens = [];
    await until(20);
    world.tokens = ['token'];
    await until(22);
    expect(world.frozen).toEqual([]);
  });
});

describe('a round says that all is the same', () => {
  const answers = (of: ReturnType<typeof watched>, theirs: Record<string, ToldBook | undefined | Error>) => {
    of.world.tokens = Object.keys(theirs);
    const fetchBook = async (token: string) => {
      const answer = theirs[token];
      if (answer instanceof Error) throw answer;
      return answer;
    };
    return makeBookCheck({ ...of.deps, fetchBook });
  };
  const same = { frame: 'same', book: told(BIDS, ASKS, 0) };
  const older = { frame: 'older', book: told([], ASKS, -1) };
  const newer = { frame: 'newer', book: told([], ASKS, 1) };

  test.each<[number, string, Record<string, ToldBook | undefined | Error>]>([
    [1, 'every book is', { a: same, b: same }],
    [1, 'the others are no more, as after the resolution', { a: same, b: undefined }],
    [0, 'not when one is older than ours', { a: same, b: older }],
    [0, 'not when one is newer than ours', { a: same, b: newer }],
    [0, 'not when one could not be asked for', { a: same, b: new VenueUnavailableError('503') }],
    [0, 'not when there is none at all', { a: undefined }],
  ])('%d times: %s', async (times, _, theirs) => {
    const of = watched();
    await answers(of, theirs)();
    expect(of.world.same).toBe(times);
  });
});

test('a venue that cannot be asked is told of, and asked again; anything else is our own defect', async () => {
  const { world, until } = watched();
  world.theirs = () => Promise.reject(new VenueUnavailableError('503'));
  await until(2);
  expect(world.failed).toEqual(['token: VenueUnavailableError', 'token: VenueUnavailableError']);
  world.theirs = () => Promise.reject(new TypeError('ours'));
  await expect(until(3)).rejects.toThrow('ours');
});

describe('rounds', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('follow each other, none before the last has ended, until they are stopped', async () => {
    const { world, deps } = watched();
    let asked = 0;
    const answers: (() => void)[] = [];
    world.theirs = () => {
      asked++;
      return new Promise((resolve) => answers.push(() => resolve(undefined)));
    };
    const rounds = checkBooks(deps, 1_000);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toBe(1);
    answers.pop()?.();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toBe(2);
    rounds.stop();
    answers.pop()?.();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('that are stopped before the first ask nothing', async () => {
    const { world, deps } = watched();
    const fetchBook = vi.fn(world.theirs);
    checkBooks({ ...deps, fetchBook }, 1_000).stop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(fetchBook).not.toHaveBeenCalled();
  });
});
