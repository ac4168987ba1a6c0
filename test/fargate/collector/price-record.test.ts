import { beforeEach, expect, test } from 'vitest';
import { PriceRecord } from '../../../fargate/collector/price-record.ts';
import { StoreUnavailableError } from '../../../shared/contracts/errors.ts';
import type { MarketEvent } from '../../../shared/domain/market/event.ts';
import { parseReference } from '../../../shared/domain/units/spot.ts';
import type { ReferenceRecord } from '../../../shared/ports/reference-price.ts';
import { market } from '../../lambdas/trade.ts';
import { quarter, secondsIn } from '../../shared/domain/examples.ts';

let written: unknown[];
let failures: unknown[];
let failure: Error | undefined;
const record: ReferenceRecord = {
  print: async ({ exchangeAt, value }) => keep([exchangeAt, value]),
  listed: async (window, strike) => keep([window.openAt, 'strike', strike]),
};
function keep(each: unknown): void {
  if (failure !== undefined) throw failure;
  written.push(each);
}
const prices = () => new PriceRecord(record, (error) => failures.push(error));
const print = (exchangeAt: number, value: string, source = 'chainlink'): MarketEvent => ({
  kind: 'reference',
  source,
  asset: 'btc',
  lookbackMs: 60_000,
  value: parseReference(value),
  exchangeAt: exchangeAt as typeof quarter.openAt,
});
const listing = (strike?: string): MarketEvent => ({
  kind: 'listed',
  market,
  ...(strike === undefined ? {} : { strike: parseReference(strike) }),
});

beforeEach(() => {
  [written, failures, failure] = [[], [], undefined];
});

test('prints of window boundaries are kept, the first of each instant alone', async () => {
  const kept = prices();
  kept.take([print(quarter.openAt, '65048.0789'), print(secondsIn(1), '1')], secondsIn(1));
  kept.take([print(quarter.openAt, '2'), print(secondsIn(300), '65000', 'pyth')], secondsIn(300));
  await kept.write();
  await kept.write();
  expect(written).toEqual([[quarter.openAt, '65048.0789']]);
});

test("a listing's strike is kept when it is told, and when it is told differently", async () => {
  const kept = prices();
  for (const strike of [undefined, '65048.08', '65048.08']) kept.take([listing(strike)], secondsIn(1));
  await kept.write();
  kept.take([listing('65048.09')], secondsIn(2));
  await kept.write();
  expect(written).toEqual([
    [quarter.openAt, 'strike', '65048.08'],
    [quarter.openAt, 'strike', '65048.09'],
  ]);
});

test('what could not be written is written at the next turn, in its newest form', async () => {
  const kept = prices();
  failure = new StoreUnavailableError('gone');
  kept.take([print(quarter.openAt, '65048'), listing('1')], secondsIn(1));
  await kept.write();
  expect([written, failures]).toEqual([[], [failure, failure]]);
  kept.take([listing('2')], secondsIn(2));
  failure = undefined;
  await kept.write();
  expect(written).toEqual([
    [quarter.openAt, '65048'],
    [quarter.openAt, 'strike', '2'],
  ]);
});

test('a strike that comes while an older one is found not to be written stands', async () => {
  const kept = prices();
  failure = new StoreUnavailableError('gone');
  kept.take([listing('1')], secondsIn(1));
  const writing = kept.write();
  kept.take([listing('2')], secondsIn(2));
  await writing;
  failure = undefined;
  await kept.write();
  expect(written).toEqual([[quarter.openAt, 'strike', '2']]);
});
