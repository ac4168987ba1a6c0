import { expect, test } from 'vitest';
import { imported, scratchFolder, tapeLines, writeRecording } from './scratch.ts';

const message = (source: string, at: number, payload: string) =>
  JSON.stringify({ run_id: 'r', source, recv_wall_ts: at, recv_mono_ns: at * 1e6, ingest_seq: at, payload });
const AT = 1777365226792;
const REST = '{"market":"0x1","asset_id":"7","bids":[],"asks":[{"price":"0.50","size":"10"}]}';
const CHANGE = '{"event_type":"price_change","market":"0x1","price_changes":[]}';

test('each source has its channel, and payloads are kept as they were sent', async () => {
  const sent = [
    ['polymarket_clob', `${REST}\n`, 'clob-rest', REST],
    ['polymarket_clob', `[${REST}]\n`, 'clob', `[${REST}]`],
    ['polymarket_clob', CHANGE, 'clob', CHANGE],
    ['polymarket_rtds_chainlink', '{"topic":"t", "value":1.10}', 'rtds', '{"topic":"t", "value":1.10}'],
    ['binance', '{"p":"0.10"}', 'binance', '{"p":"0.10"}'],
    ['coinbase', '{\n"type":"ticker"}', 'coinbase', '{ "type":"ticker"}'],
    ['pyth_proxy', '{"binary":1}', 'pyth', '{"binary":1}'],
  ] as const;
  const text = sent.map(([source, payload], index) => message(source, AT + index, payload)).join('\n');
  const { tape, windows } = await imported(
    'wire-capture',
    writeRecording(scratchFolder(), 'a.jsonl.gz', text),
  );
  expect(tapeLines(tape)).toEqual(sent.map(([, , channel, frame], index) => [AT + index, channel, frame]));
  expect(windows).toBe(0);
});

test('the files of a folder are merged by time, not by name', async () => {
  const folder = scratchFolder();
  writeRecording(
    folder,
    'a.jsonl',
    [message('binance', AT + 5, '{"n":2}'), message('binance', AT + 9, '{"n":4}')].join('\n'),
  );
  writeRecording(
    folder,
    'b.jsonl',
    [message('binance', AT, '{"n":1}'), message('binance', AT + 7, '{"n":3}')].join('\n'),
  );
  const { lines } = await imported('wire-capture', folder);
  expect(lines.map(({ frame }) => frame.n)).toEqual([1, 2, 3, 4]);
});

test('a source that is not known is left out', async () => {
  const text = [message('binance', AT, '{}'), message('deribit', AT, '{}')].join('\n');
  const { warnings, events } = await imported(
    'wire-capture',
    writeRecording(scratchFolder(), 'a.jsonl', text),
  );
  expect(events).toBe(1);
  expect(warnings).toEqual([expect.stringMatching(/^a\.jsonl:2: source: /)]);
});
