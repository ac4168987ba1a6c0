import { cpus } from 'node:os';

/** A figure beside the bound that it has to keep. */
export interface Check {
  readonly what: string;
  readonly figure: number;
  readonly holds: boolean;
}

/** What a bench says; `ours`, `peer` and `ratio` are its headline. */
export interface BenchResult {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer?: { readonly name: string; readonly value: number };
  readonly ratio?: number;
  readonly checks?: readonly Check[];
  readonly detail?: unknown;
}

export const machine = (): string =>
  `${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}, ${process.platform}`;

export const atMost = (what: string, figure: number, limit: number): Check => ({
  what: `${what}, at most ${limit}`,
  figure: rounded(figure),
  holds: figure <= limit,
});

export const atLeast = (what: string, figure: number, limit: number): Check => ({
  what: `${what}, at least ${limit}`,
  figure: rounded(figure),
  holds: figure >= limit,
});

/** Three significant digits. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2;
}

/** The least value that `share` of all values do not exceed; `sorted` ascends and is not empty. */
export const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] as number;
