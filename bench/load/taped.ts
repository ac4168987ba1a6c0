import { TapeReader, tapePaths } from '../../shared/adapters/tape/read.ts';
import { Tallies, type Tally } from './tally.ts';

/** What the tapes of a folder hold, channel by channel. */
export async function taped(folder: string): Promise<Record<string, Tally>> {
  const tallies = new Tallies();
  const broken = (line: number, reason: string): never => {
    throw new Error(`line ${line} ${reason}`);
  };
  for (const path of await tapePaths(folder)) {
    const reader = await TapeReader.open(path);
    for (let lines = await reader.next(broken); lines !== undefined; lines = await reader.next(broken))
      for (const { channel, frame } of lines) tallies.add(channel, frame);
  }
  return tallies.result();
}
