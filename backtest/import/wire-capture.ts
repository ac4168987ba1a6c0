import { z } from 'zod';
import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import type { Channel } from '../../shared/domain/market/channel.ts';
import type { RecordingFormat } from './format.ts';
import type { Intake } from './intake.ts';
import { holdsKeys, jsonOf, jsonParser } from './json.ts';
import { mergeFiles } from './merge.ts';
import { rows } from './rows.ts';

const CHANNEL_OF = {
  polymarket_clob: 'clob',
  polymarket_rtds_chainlink: 'rtds',
  binance: 'binance',
  coinbase: 'coinbase',
  pyth_proxy: 'pyth',
} as const satisfies Record<string, Channel>;

const Message = z.object({
  source: z.enum(Object.keys(CHANNEL_OF) as (keyof typeof CHANNEL_OF)[]),
  recv_wall_ts: z.int().positive(),
  ingest_seq: z.int().optional(),
  payload: z.string().min(1),
});
type Message = z.infer<typeof Message>;

/** Every message as it came, with its time. */
export const wireCapture: RecordingFormat = {
  title: 'wire capture',
  files: /\.jsonl(\.gz)?$/,
  derived: false,
  passes: 1,
  shows: 'JSON lines with source, recv_wall_ts and payload',
  recognises: (head) => holdsKeys(head, 'source', 'recv_wall_ts', 'payload'),
  lines: (intake) => mergeFiles(intake, read),
};

async function* read(file: string, intake: Intake): AsyncGenerator<TapeLine> {
  const reader = {
    parse: jsonParser(Message),
    at: (message: Message) => message.recv_wall_ts,
    same: ({ source, ingest_seq, payload }: Message) => `${source} ${ingest_seq} ${payload}`,
  };
  for await (const { source, recv_wall_ts, payload } of rows(file, intake, reader)) {
    // Between the tokens of JSON a line break is a blank; inside a string it cannot be.
    const frame = payload.trim().replace(/\r?\n/g, ' ');
    const channel = source === 'polymarket_clob' && isRestBook(frame) ? 'clob-rest' : CHANNEL_OF[source];
    yield { receivedAt: recv_wall_ts, channel, frame };
  }
}

/** The answer of GET /book carries no event_type; the socket's book frames do, or come in an array. */
function isRestBook(frame: string): boolean {
  const json = jsonOf(frame);
  return typeof json === 'object' && json !== null && 'bids' in json && !('event_type' in json);
}
