import { expect, test } from 'vitest';
import { severalTicks } from '../../../../shared/adapters/spool/several-ticks.ts';
import { StoreUnavailableError } from '../../../../shared/contracts/errors.ts';
import { parseSpotPrice } from '../../../../shared/domain/units/spot.ts';
import type { Ticks } from '../../../../shared/ports/ticks.ts';
import { level, secondsIn } from '../../domain/examples.ts';

const at = secondsIn(0);
const tick = {
  source: 'kraken',
  asset: 'btc',
  price: parseSpotPrice('64123.5'),
  exchangeAt: at,
  receivedAt: at,
} as const;
const reference = {
  source: 'chainlink',
  asset: 'btc',
  lookbackMs: 0,
  value: '1',
  exchangeAt: at,
  receivedAt: at,
};
const book = {
  windowId: 'w',
  side: 'up',
  top: { bids: [level(50, 1)], asks: [], receivedAt: at },
} as const;

function listed(failure?: Error) {
  const told: unknown[] = [];
  const ticks: Ticks = {
    tick: (each) => void told.push(each),
    reference: (each) => void told.push(each),
    book: (each) => void told.push(each),
    async flush() {
      told.push('flush');
      if (failure !== undefined) throw failure;
    },
  };
  return { told, ticks };
}

test('every row goes to each, and so does a flush', async () => {
  const all = [listed(), listed()];
  const several = severalTicks(all.map(({ ticks }) => ticks));
  several.tick(tick);
  several.reference(reference);
  several.book(book);
  await several.flush();
  for (const { told } of all) expect(told).toEqual([tick, reference, book, 'flush']);
});

test('one that fails keeps no other from its flush, and its failure is told', async () => {
  const failure = new StoreUnavailableError('no route');
  const [broken, sound] = [listed(failure), listed()];
  await expect(severalTicks([broken.ticks, sound.ticks]).flush()).rejects.toBe(failure);
  expect(sound.told).toEqual(['flush']);
});

test('several failures become one that names them all', async () => {
  const failures = ['no route', 'disk full'].map((message) => new StoreUnavailableError(message));
  const failure = await severalTicks(failures.map((each) => listed(each).ticks))
    .flush()
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StoreUnavailableError);
  expect(failure).toMatchObject({ message: 'no route; disk full', cause: { errors: failures } });
});

test('our own mistake is not hidden behind a failure of the world', async () => {
  const mistake = new TypeError('x is undefined');
  const all = [listed(new StoreUnavailableError('no route')), listed(mistake)];
  await expect(severalTicks(all.map(({ ticks }) => ticks)).flush()).rejects.toBe(mistake);
});
