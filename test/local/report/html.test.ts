import { expect, test } from 'vitest';
import { renderReport } from '../../../local/report/html.ts';
import { QUIET, REPLAY, SYNTHETIC_REPLAY, WON } from '../../shared/charts/replay-record.ts';

const report = await renderReport(REPLAY);
const synthetic = await renderReport(SYNTHETIC_REPLAY);

test.each([
  ['the period', '2026-11-20 00:00:00 to 2026-11-20 01:00:00 UTC'],
  ['the strategy', '<dd>momentum</dd>'],
  ['wins and losses', '1 won, 1 lost'],
  ['the win rate', '50.0 %'],
  ['the net P&L', '+$3.96'],
  // (103.95791 - 100) / 100
  ['the return', '<dd>3.96 %'],
  // 0.36 + 0.18599
  ['the fees', '$0.55'],
  ['the reason of an unknown figure', 'needs at least 2 trades'],
  ['what was predicted', '<dt>EV at entry</dt><dd>18.0 \u00a2<small>predicted a share, after costs'],
  ['what was realised beside it', '<dt>Realised</dt><dd>13.0 \u00a2<small>earned a share, after costs'],
  // 9.64 won on 20 shares
  ['both of a trade', '<td class="n">0.180</td><td class="n">0.482</td>'],
  ['the scores of forecasts', 'Brier 0.290, mid 0.250, windows 2'],
  ['that two windows show no skill', '<dd>too few windows (2)'],
  ['the cost of a trade', '$5.50'],
  ['why there is no calibration', 'needs at least 5 settled trades'],
  ['the link from a trade to its window', `href="#${WON.id}"`],
  ['the window it leads to', `<article class="card window" id="${WON.id}">`],
  ['the window that was left alone', `<details class="card window" id="${QUIET.id}">`],
  ['a failed criterion', '\u2717 fail'],
  ['the digest', 'bb22'],
])('tells %s', (_, text) => {
  expect(report).toContain(text);
});

test('has a figure with a text alternative for each chart', () => {
  // equity, drawdown, P&L, reasons, criteria, and three windows
  expect(report.match(/<figure role="img" aria-label="[^"]{20,}"><svg /g)).toHaveLength(8);
});

test('says SYNTHETIC in a band and on every chart, exactly when the tape is', () => {
  expect(synthetic).toContain('SYNTHETIC: made by a seeded program; it proves nothing about any edge');
  expect(synthetic.match(/<figure [^>]*\(SYNTHETIC\)/g)).toHaveLength(8);
  expect(synthetic.match(/\(SYNTHETIC\)<\/text>/g)).toHaveLength(8);
  expect(report).not.toContain('SYNTHETIC');
});

test('shows the title of a synthetic tape in the band', async () => {
  const tape = { ...SYNTHETIC_REPLAY.tape, title: 'SYNTHETIC, EVENTFUL day' };
  expect(await renderReport({ ...SYNTHETIC_REPLAY, tape })).toMatch(
    /<p class="synthetic">[^<]*<br>SYNTHETIC, EVENTFUL day<\/p>/,
  );
});

test('tells how much of it is drawn', async () => {
  const told: number[] = [];
  await renderReport(REPLAY, (done) => told.push(done));
  // three windows
  expect(told).toEqual([1 / 3, 2 / 3, 1]);
});

test('loads nothing and runs nothing', () => {
  expect(report).not.toMatch(/(?:src|href)="(?!#)|url\(|@import|<script|<link/i);
  expect(report.replaceAll(/xmlns(?::\w+)?="[^"]*"/g, '')).not.toMatch(/https?:\/\//);
});

test('lists feed problems only when there are any', async () => {
  expect(report).not.toContain('Feed problems');
  const problems = [{ kind: 'gap', channel: 'binance', count: 3, first: '2026-11-20T00:01:00.000Z' }];
  const page = await renderReport({ ...REPLAY, feed: { problems } });
  expect(page).toMatch(/<td>gap<\/td><td>binance<\/td><td class="n">3<\/td>/);
});

test('tells how the estimated strikes fared, in all and for each window', async () => {
  // 2 decided on a recorded strike
  expect(report).toContain('<dt>Strikes known</dt><dd>2 of 2<small>when the window was decided</small>');
  const strikes = { recorded: 1, gamma: 1, estimated: 3, estimatedKnown: 2, estimatedWrong: 1 };
  const windows = [
    { ...QUIET, estimate: { errorUsd: '4.2', wrong: true } },
    { ...WON, estimate: { errorUsd: '0.5', wrong: null } },
  ];
  const page = await renderReport({ ...REPLAY, windows, strikes: { ...strikes, meanErrorUsd: '2.35' } });
  expect(page).toContain(
    '<dd>2 of 5<small>3 estimated: 1 of 2 checked give the other side, $2.35 off on average</small>',
  );
  expect(page).toContain('decided on an estimate $4.20 off, which gives the other side</p>');
  expect(page).toContain('decided on an estimate $0.50 off, which gives an unknown side</p>');
  const unknown = { ...strikes, estimatedKnown: 0, estimatedWrong: 0, meanErrorUsd: null };
  expect(await renderReport({ ...REPLAY, strikes: unknown })).toContain(
    '<small>3 estimated: 0 of 0 checked give the other side</small>',
  );
});

test('tells a skill of thirty windows, and of a trade that is not settled nothing realised', async () => {
  const windows = [{ ...WON, settlement: { outcome: 'unknown', source: 'none' } as const, pnl: '0' }];
  const page = await renderReport({
    ...REPLAY,
    windows,
    performance: { ...REPLAY.performance, forecasts: 30 },
  });
  expect(page).toContain('<dt>Brier skill vs. the mid</dt><dd>\u22120.160');
  expect(page).toContain('<td class="n">0.180</td><td class="n">\u2013</td>');
});

test('a value has four significant digits, a ratio of returns three decimals', async () => {
  const [decision] = QUIET.decisions;
  const criteria = [{ name: 'momentum', ok: true, value: 0.00123456, limit: 0.001 }];
  const windows = [{ ...QUIET, decisions: [{ ...decision!, criteria }] }];
  const page = await renderReport({
    ...REPLAY,
    windows,
    performance: { ...REPLAY.performance, sharpe: -0.0123, sharpeDollarWeighted: 0.0456 },
  });
  expect(page).toContain('<td class="n">0.001235</td>');
  expect(page).toContain(
    '<dd>\u22120.012<small>of the returns on cost, each trade alike; 0.046 by dollars</small>',
  );
});

test('a limit that lists words may break between them', async () => {
  const [decision] = QUIET.decisions;
  const criteria = [{ name: 'strike-known', ok: false, value: null, limit: 'recorded|gamma' }];
  const page = await renderReport({
    ...REPLAY,
    windows: [{ ...QUIET, decisions: [{ ...decision!, criteria }] }],
  });
  expect(page).toContain('<td class="n">recorded|<wbr>gamma</td>');
});

test('escapes whatever comes with the result', async () => {
  const evil = `"><script>alert('x')</script>&`;
  const [decision] = QUIET.decisions;
  const criteria = [{ name: evil, ok: false, value: evil, limit: evil }];
  const window = {
    ...QUIET,
    id: evil,
    strike: evil,
    decisions: [{ ...decision!, reason: evil, criteria }],
    settlement: { ...QUIET.settlement, source: evil },
  };
  const page = await renderReport({
    ...REPLAY,
    tape: { ...REPLAY.tape, path: evil },
    windows: [window, { ...WON, id: evil }],
    feed: { problems: [{ kind: evil, channel: evil, count: 1, first: evil }] },
    ledger: { entries: 1, digest: evil },
    digest: evil,
  });
  expect(page.includes('<script')).toBe(false);
  expect(page.match(/ (?:id|href|aria-label)="[^"]*["<>]alert/g)).toBeNull();
  expect(page).toContain('&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;');
});
