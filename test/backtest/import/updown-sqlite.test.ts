import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { imported, scratchFolder } from './scratch.ts';

const START = 1785106200;
const SCHEMA = `
  CREATE TABLE windows(ep INTEGER PRIMARY KEY, asset TEXT, slug TEXT, token_up TEXT, open_spot REAL, outcome_up INTEGER, resolved_ts REAL);
  CREATE TABLE ticks(ts REAL, ep INTEGER, spot REAL, bid REAL, ask REAL, bid_size REAL, ask_size REAL);`;
const WINDOW = `INSERT INTO windows VALUES (${START}, 'btc', 'btc-updown-5m-${START}', '777', 65000, 1, ${START + 330}.5);`;
const tick = (seconds: number, values = '65010.5, 0.53, 0.55, 100, 80') =>
  `INSERT INTO ticks VALUES (${START + seconds}, ${START}, ${values});`;

function database(...statements: string[]): string {
  const path = join(scratchFolder(), 'log.db');
  const file = new DatabaseSync(path);
  file.exec(statements.join('\n'));
  file.close();
  return path;
}

test('a tick is the spot price and the books of Up and, mirrored, of Down', async () => {
  const { lines, windows, warnings } = await imported('updown-sqlite', database(SCHEMA, WINDOW, tick(10.25)));
  expect([windows, warnings]).toEqual([1, []]);
  expect(lines.map(({ at, channel }) => [at - START * 1000, channel])).toEqual([
    [-60_000, 'gamma'],
    [10_250, 'coinbase'],
    [10_250, 'clob'],
    [330_500, 'gamma'],
  ]);
  expect(lines[1]?.frame).toMatchObject({
    type: 'ticker',
    product_id: 'BTC-USD',
    price: '65010.5',
    time: '2026-07-26T22:50:10.250Z',
  });
  const [up, down] = lines[2]?.frame ?? [];
  expect(up).toMatchObject({
    asset_id: '777',
    bids: [{ price: '0.53', size: '100' }],
    asks: [{ price: '0.55', size: '80' }],
  });
  // 1 - 0.55 = 0.45 for the 80 shares offered, 1 - 0.53 = 0.47 for the 100 bid for.
  expect(down).toMatchObject({
    bids: [{ price: '0.45', size: '80' }],
    asks: [{ price: '0.47', size: '100' }],
  });
  expect(lines[3]?.frame.markets[0].outcomePrices).toBe('["1", "0"]');
});

test('a window without an outcome has none on the tape, and a tick without a price has no level', async () => {
  const open = WINDOW.replace(/1, \d+\.5\);/, 'NULL, NULL);');
  const { lines } = await imported(
    'updown-sqlite',
    database(SCHEMA, open, tick(5, 'NULL, NULL, 0.99, NULL, 5')),
  );
  expect(lines.map(({ channel }) => channel)).toEqual(['gamma', 'clob']);
  expect(lines[1]?.frame[0]).toMatchObject({ bids: [], asks: [{ price: '0.99', size: '5' }] });
});

test('a slug that names no window is the five minutes from ep', async () => {
  const { lines } = await imported(
    'updown-sqlite',
    database(SCHEMA, WINDOW.replace(/'btc-updown[^']*'/, "'?'"), tick(1)),
  );
  expect(lines[0]?.frame.slug).toBe(`btc-updown-5m-${START}`);
});

test('ticks that are negative, repeat another or have no window are left out', async () => {
  const stray = `INSERT INTO ticks VALUES (${START + 4}, 5, 65010, 0.5, 0.6, 1, 1);`;
  const path = database(SCHEMA, WINDOW, tick(1), tick(1), tick(2, '65010, 0.5, 0.6, -1, 1'), stray);
  const { warnings, lines } = await imported('updown-sqlite', path);
  expect(lines.filter(({ channel }) => channel === 'clob')).toHaveLength(1);
  expect(warnings).toEqual([
    'log.db: a tick repeats the one before',
    'log.db: bid_size of a tick is negative',
    'log.db: a tick has no window',
  ]);
});

test('a database that lacks tables or columns is refused with what it lacks', async () => {
  const path = database('CREATE TABLE ticks(ts REAL, ep INTEGER, spot REAL, bid REAL);');
  await expect(imported('updown-sqlite', path)).rejects.toThrow(
    'it lacks table windows, ticks.ask, ticks.bid_size, ticks.ask_size',
  );
});

test('a damaged database is refused', async () => {
  const path = join(scratchFolder(), 'log.db');
  writeFileSync(path, `SQLite format 3\0${'x'.repeat(4000)}`);
  await expect(imported('updown-sqlite', path)).rejects.toThrow('is no readable SQLite database');
});
