import { outcomeOf } from '../execution/settlement.ts';
import type { StoredStrike } from '../market/strike.ts';
import { type MicroUsdc, microUsdc } from '../units/money.ts';
import { parseReference, type ReferenceValue } from '../units/spot.ts';

/** What a window was decided on, and what was known of it when it was settled. */
export interface DecidedStrike {
  readonly decided: StoredStrike;
  readonly settled: StoredStrike | undefined;
  /** The figure at the close, in dollars. */
  readonly final: string | undefined;
}

/** How far an estimate was from the true strike. */
export interface StrikeError {
  readonly error: MicroUsdc;
  /** Whether the window would have ended differently; undefined where the figure at the close is not known. */
  readonly wrong: boolean | undefined;
}

/** How the strikes fared that windows were decided on. */
export interface StrikeFigures {
  readonly recorded: number;
  readonly gamma: number;
  readonly estimated: number;
  /** Estimates whose true strike was known in the end. */
  readonly estimatedKnown: number;
  /** Those with which the window would have ended differently. */
  readonly estimatedWrong: number;
  /** Of the known ones, whatever the direction; null for none. */
  readonly meanError: MicroUsdc | null;
}

/** The error of an estimate; undefined for a strike that was no estimate, or where the true one never came. */
export function strikeError({ decided, settled, final }: DecidedStrike): StrikeError | undefined {
  if (decided.source !== 'estimated' || settled === undefined || settled.source === 'estimated')
    return undefined;
  const estimate = parseReference(decided.value);
  const strike = parseReference(settled.value);
  const close = final === undefined ? undefined : parseReference(final);
  return {
    error: distance(estimate, strike),
    wrong: close === undefined ? undefined : outcomeOf(estimate, close) !== outcomeOf(strike, close),
  };
}

export function strikeFigures(windows: readonly DecidedStrike[]): StrikeFigures {
  const count = (source: StoredStrike['source']): number =>
    windows.filter(({ decided }) => decided.source === source).length;
  const errors = windows.flatMap((window) => strikeError(window) ?? []);
  const sum = errors.reduce((total, { error }) => total + error, 0);
  return {
    recorded: count('recorded'),
    gamma: count('gamma'),
    estimated: count('estimated'),
    estimatedKnown: errors.length,
    estimatedWrong: errors.filter(({ wrong }) => wrong).length,
    meanError: errors.length === 0 ? null : microUsdc(Math.round(sum / errors.length)),
  };
}

/** 10^18 / 10^6. */
const REFERENCE_PER_MICRO = 1_000_000_000_000n;

/** Cut to millionths of a dollar. */
function distance(a: ReferenceValue, b: ReferenceValue): MicroUsdc {
  const apart = a > b ? a - b : b - a;
  return microUsdc(Number(apart / REFERENCE_PER_MICRO));
}
