import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { costVerb } from '../../../local/cli/cost.ts';
import { makeHome } from '../../../local/cli/home.ts';
import { estimate } from '../../../local/cost/estimate.ts';
import { LINES } from '../../../local/cost/lines.ts';
import { type Load, loadOf, windowsOf } from '../../../local/cost/load.ts';
import type { Series } from '../../../shared/domain/market/series.ts';

const btc: Series = { asset: 'btc', length: '15m' };
const eth: Series = { asset: 'eth', length: '15m' };
const lineOf = (name: string) => {
  const found = estimate([btc]).lines.find((line) => line.name.startsWith(name));
  return Object.fromEntries(
    Object.entries(found ?? {}).map(([phase, cost]) => [
      phase,
      typeof cost === 'number' ? cost.toFixed(2) : cost,
    ]),
  );
};
const nothing: Load = {
  taskHours: 0,
  transitions: 0,
  lambdaCalls: 0,
  lambdaGbSeconds: 0,
  schedulerCalls: 0,
  writeUnits: 0,
  readUnits: 0,
  storedGb: 0,
  puts: 0,
  logGb: 0,
  metrics: 0,
  alarms: 0,
  secrets: 0,
  keys: 0,
  signatures: 0,
};

test('a month of 730 hours has 2920 windows of 15 minutes and 730 of an hour', () => {
  expect(windowsOf(btc)).toBe(2_920);
  expect(windowsOf({ asset: 'btc', length: '1h' })).toBe(730);
});

test.each([
  // The facts' own bill for one market.
  // 730 h x (0.25 x 0.03238 + 0.5 x 0.00356)
  ['Fargate', '7.21'],
  // 730 h x 0.005
  ['Public IPv4', '3.65'],
  // (2920 x 22 - 4000) x 0.025 / 1000
  ['Step Functions', '1.51'],
  // 2920 x 12 calls of 0.25 GB-s lie within what is free.
  ['Lambda', '0.00'],
  ['EventBridge', '0.00'],
])('paper, one series: %s is $%s, and nothing while idle', (name, cost) => {
  expect(lineOf(name)).toMatchObject({ idle: '0.00', paper: cost, live: cost });
});

test.each([
  // 100 GB-month x 0.023 + 175,200 x 0.005 / 1000: the facts' four files a minute, 0.88.
  ['S3', { storedGb: 100, puts: 175_200 }, 3.176],
  // 21 M x 0.625 / M: one item a symbol and second for eight series, the facts' 13.
  ['DynamoDB', { writeUnits: 21e6 }, 13.125],
  ['DynamoDB', { readUnits: 8e6 }, 1],
  // 20 metrics beyond the 10 that are free; 5 alarms beyond theirs.
  ['CloudWatch metrics', { metrics: 30 }, 6],
  ['CloudWatch alarms', { alarms: 15 }, 0.5],
  ['CloudWatch logs', { logGb: 2 }, 1.06],
  ['Secrets', { secrets: 2 }, 0.8],
  // A key, and 10,000 signatures.
  ['KMS', { keys: 1, signatures: 10_000 }, 1.15],
  // A million requests and 100,000 GB-s beyond what is free: 0.20 + 1.33334.
  ['Lambda', { lambdaCalls: 2e6, lambdaGbSeconds: 500_000 }, 1.53334],
  ['EventBridge', { schedulerCalls: 16e6 }, 2],
] as const)('%s of %j costs $%d', (name, load, cost) => {
  const line = LINES.find(([each]) => each.startsWith(name))!;
  expect(line[1]({ ...nothing, ...load })).toBeCloseTo(cost, 6);
});

test('paper with one series costs less than $30, live a signing key more', () => {
  const { total } = estimate([btc]);
  expect(total.paper).toBeLessThan(30);
  // A key of $1, 304 signatures at 0.15 / 10,000.
  expect(total.live - total.paper).toBeCloseTo(1.00456, 4);
});

test.each([
  // 2920 x 36 for windows, 2,628,000 s x 1.1 for snapshots, 43,800 min x 36 for feeds: 4.57 M at 0.625 / M, and
  // 2920 x 36 and 2,628,000 x 0.14 reads: 0.47 M at 0.125 / M
  ['DynamoDB', '2.92'],
  // 2,628,000 s x 150 rows x 32 bytes = 12.6 GB at 0.023, and 43,800 x 7 files at 0.005 / 1000
  ['S3', '1.82'],
  // 2920 x 220 kB and 43,800 x 6 kB = 0.91 GB at 0.53
  ['CloudWatch logs', '0.48'],
])('what is written is what is assumed: %s is $%s on paper with one series', (name, cost) => {
  expect(lineOf(name)).toMatchObject({ idle: '0.00', paper: cost, live: cost });
});

test('files are written once a minute, and twice when three series fill them sooner', () => {
  const putsOf = (series: readonly Series[]) => loadOf('paper', series).puts / 43_800;
  // 150 rows a second: 9,000 a minute of the 20,000 that are held, then 27,000.
  expect(putsOf([btc])).toBe(7);
  expect(putsOf([btc, eth, { asset: 'sol', length: '15m' }])).toBe(14);
});

test('while idle only keys, secrets and alarms are paid for', () => {
  const paid = estimate([btc]).lines.filter(({ idle }) => idle > 0);
  expect(paid.map(({ name }) => name)).toEqual(['CloudWatch alarms', 'Secrets Manager', 'KMS']);
});

test('a second series needs no second collector', () => {
  const [one, two] = [estimate([btc]), estimate([btc, eth])];
  expect(two.lines[0]?.paper).toBe(one.lines[0]?.paper);
  // Its own 64,240 transitions, all of them paid for: 1.606.
  expect(two.lines[2]!.paper - one.lines[2]!.paper).toBeCloseTo(1.606, 6);
});

async function told(markdown: boolean, series: readonly Series[] = [btc]) {
  const said = { text: '', result: {} as unknown };
  await costVerb({ series, markdown }, makeHome('.'), {
    json: true,
    result: (value) => {
      said.result = value;
    },
    say: (text) => {
      said.text = text;
    },
    note: () => undefined,
  });
  return said;
}

test('the verb tells every line and the sum, as JSON in decimal strings and as a table', async () => {
  const { result, text } = await told(false);
  expect(result).toMatchObject({
    asOf: '2026-11-22',
    region: 'us-east-1',
    series: ['btc-15m'],
    lines: expect.arrayContaining([
      { name: 'Public IPv4 address', idle: '0.00', paper: '3.65', live: '3.65' },
    ]),
    total: { paper: expect.stringMatching(/^2\d\.\d\d$/) },
    load: { idle: { taskHours: 0 }, paper: { taskHours: 730, transitions: 64_240 } },
  });
  for (const word of ['Fargate', 'Together', 'btc-15m', '2026-11-22']) expect(text).toContain(word);
});

test('as Markdown it is the table of the README, to the cent', async () => {
  const { text } = await told(true);
  expect(text.split('\n')[2]).toBe('| Fargate, 0.25 vCPU and 0.5 GB on ARM | 0.00 | 7.21 | 7.21 |');
  expect(readFileSync('README.md', 'utf8')).toContain(`\n\n${text}\n\n`);
});

test('what docs/aws.md says of further series', () => {
  const paper = (...series: Series[]): number => estimate(series).total.paper;
  const [one, two] = [paper(btc), paper(btc, eth)];
  expect((two - one).toFixed(2)).toBe('4.17');
  expect((paper({ asset: 'btc', length: '5m' }) - one).toFixed(2)).toBe('4.05');
  expect((paper(btc, eth, { asset: 'sol', length: '15m' }) - two - (two - one)).toFixed(2)).toBe('1.53');
});

test('a series that is named twice is paid for once', async () => {
  expect((await told(false, [btc, btc])).result).toEqual((await told(false)).result);
});
