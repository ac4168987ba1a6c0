import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeHome } from '../../../local/cli/home.ts';
import type { Voice } from '../../../local/cli/output.ts';
import { type VenueVerbOptions, venueVerb } from '../../../local/cli/venue.ts';
import { ConfigurationError } from '../../../shared/contracts/errors.ts';
import { binanceTrade, madeTape } from '../../backtest/made-tape.ts';
import { PROGRAM } from '../../local/quarterhour.ts';
import { get, NOON } from './rig.ts';

const folder = mkdtempSync(join(tmpdir(), 'quarterhour-venue-verb-'));
const tape = madeTape(join(folder, 'made.tape'), [
  binanceTrade(NOON, 1, '84000'),
  binanceTrade(NOON + 3_600_000, 2, '84001'),
]);
const short = madeTape(join(folder, 'short.tape'), [binanceTrade(NOON, 1, '84000')]);

/** Runs the verb in this process; `noted` resolves at its first note. */
function running(options: Partial<VenueVerbOptions>) {
  const results: unknown[] = [];
  const lines: string[] = [];
  const noted = Promise.withResolvers<string>();
  const introduced = Promise.withResolvers<void>();
  const voice: Voice = {
    json: false,
    result: (value) => results.push(value),
    say: (text) => {
      lines.push(text);
      if (text.startsWith('The time there')) introduced.resolve();
    },
    note: noted.resolve,
  };
  const done = venueVerb({ tape, port: 0, rate: 1, stay: false, ...options }, makeHome(folder), voice);
  return { done, results, lines, noted: noted.promise, introduced: introduced.promise };
}

test('it says where the venues are, and ends when it is interrupted', async () => {
  const { done, results, lines, introduced } = running({ from: '2026-09-28T18:00:00Z', rate: 2 });
  await introduced;
  const [{ url, ...result }] = results as [{ url: string }];
  expect(result).toEqual({
    synthetic: true,
    title: 'made by a test',
    from: '2026-09-28T18:00:00.000Z',
    to: '2026-09-28T18:30:00.000Z',
    rate: 2,
  });
  expect(lines.join('\n')).toContain('SYNTHETIC');
  expect(lines.join('\n')).toContain(`${url.replace('http', 'ws')}/clob/ws/market`);
  expect(lines.join('\n')).toContain(`${url}/gamma`);
  process.emit('SIGTERM', 'SIGTERM');
  await done;
  await expect(fetch(url)).rejects.toThrow();
});

test.each([
  [{ stay: false }, 'The tape has ended; late questions are answered for 60 s.'],
  [{ stay: true }, 'The tape has ended.'],
])('after the end of the tape it goes on answering: %j', async (options, said) => {
  const { done, noted, results } = running({ ...options, tape: short });
  expect(await noted).toBe(said);
  const [{ url }] = results as [{ url: string }];
  expect(await get(url, '/quarterhour')).toMatchObject({ ended: true });
  process.emit('SIGINT', 'SIGINT');
  await done;
});

test('a start that is no instant is refused by name', async () => {
  await expect(running({ from: 'noon' }).done).rejects.toThrow(ConfigurationError);
});

test('the command line serves a tape until it is asked to end', async () => {
  const words = ['venue', '--tape', tape, '--json', '--data', folder];
  const child = spawn(process.execPath, [PROGRAM, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    said += text;
    if (said.endsWith('}\n')) break;
  }
  const { url } = JSON.parse(said) as { url: string };
  expect(await get(url, '/binance/api/v3/ticker/price?symbol=BTCUSDT')).toMatchObject({ price: '84000' });
  child.kill('SIGTERM');
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(0);
});
