import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Format } from '../../../backtest/import/formats.ts';
import { importRecording } from '../../../backtest/import/import.ts';

export const scratchFolder = (): string => mkdtempSync(join(tmpdir(), 'quarterhour-import-'));

/** Writes a recording, gzipped when its name ends in `.gz`. */
export function writeRecording(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

/** Lines of a tape: `[receivedAt, channel, frame]`. */
export function tapeLines(tape: string): (readonly [number, string, string])[] {
  const bytes = readFileSync(tape);
  const [, ...lines] = (tape.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().trimEnd().split('\n');
  return lines.map((line) => {
    const [, at, channel, frame] = /^(\d+) ([a-z-]+) (.*)$/.exec(line) as unknown as [
      string,
      string,
      string,
      string,
    ];
    return [Number(at), channel, frame];
  });
}

/** Imports `path` into a new tape and gives its lines with the frames parsed. */
export async function imported(format: Format, path: string, folder = scratchFolder()) {
  const summary = await importRecording({ format, path, out: join(folder, 'out.tape') });
  const lines = tapeLines(summary.tape).map(([at, channel, frame]) => ({
    at,
    channel,
    frame: JSON.parse(frame),
  }));
  const times = lines.map(({ at }) => at);
  return {
    ...summary,
    lines,
    ordered: times.every((at, index) => index === 0 || at >= (times[index - 1] as number)),
  };
}
