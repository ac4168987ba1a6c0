import * as z from 'zod';
import type { RiskParameters } from '../domain/risk/parameters.ts';
import { type SignalParameters, STRATEGIES } from '../domain/signal/evaluate.ts';
import { parseDecimal } from '../domain/units/decimal.ts';
import { microUsdc, price } from '../domain/units/money.ts';
import { ConfigurationError } from './errors.ts';

const fraction = z.number().min(0).max(1);
const dollars = z
  .number()
  .min(0)
  .max(100_000_000)
  .transform((value) => microUsdc(Math.round(value * 1e6)));

/**
 * Every setting with its range and the plan's default. Names are the plan's, in camelCase; money is in dollars,
 * minutes are those of a 15-minute window, fractions run from 0 to 1.
 */
export const Configuration = z
  .strictObject({
    strategy: z.enum(STRATEGIES).default('momentum'),
    entryDelayMin: z.number().min(0).max(15).default(3),
    entryDelayMax: z.number().min(0).max(15).default(5),
    minMomentumThreshold: z.number().min(0).max(0.2).default(0.003),
    momentumConsistencyThreshold: fraction.default(0.7),
    minEdgeThreshold: z.number().min(-1).max(1).default(0.15),
    minLiquidity: dollars.prefault(100),
    minConfidence: fraction.default(0.55),
    maxSlippage: z
      .number()
      .min(0)
      .max(0.5)
      // 0.0003 * 10_000 is a little below 3 in floats: cut only after rounding to millionths.
      .transform((value) => price(Math.floor(Math.round(value * 1e6) / 100)))
      .prefault(0.02),
    longRunSigma: z.number().min(0.000001).max(0.01).default(0.000072),
    minSigma: z.number().min(0.000001).max(0.01).default(0.000035),
    maxSourceAgeMs: z.int().min(100).max(600_000).default(2_000),
    maxBookAgeMs: z.int().min(100).max(600_000).default(10_000),
    maxDivergence: z.number().min(0).max(0.2).default(0.003),
    maxStrikeDeviation: z.number().min(0).max(0.2).default(0.001),
    orderLatencyMs: z.int().min(0).max(60_000).default(250),
    takerDelayMs: z.int().min(0).max(60_000).optional(),
    orderType: z.enum(['FAK', 'FOK']).default('FAK'),
    totalCapital: dollars.refine((value) => value > 0, 'must be more than 0').prefault(10_000),
    maxPerTradePct: fraction.default(0.02),
    maxPerTradeAbs: dollars.prefault(200),
    kellyMultiplier: fraction.default(0.25),
    maxConcurrent: z.int().min(1).max(1_000).default(5),
    maxExposurePct: fraction.default(0.2),
    maxDailyLossPct: fraction.default(0.05),
    maxDrawdownPct: fraction.default(0.15),
    maxConsecutiveLosses: z.int().min(1).max(1_000).default(5),
    cooldownPeriodMinutes: z.int().min(0).max(10_080).default(60),
    maxApiErrorRate: fraction.default(0.1),
    referenceSigma: z.number().min(0.000001).max(0.01).default(0.0001),
    maxTradesPerHour: z.int().min(1).max(1_000).default(12),
    lockoutWins: z.int().min(1).max(1_000).default(5),
    lockoutTrades: z.int().min(0).max(1_000).default(5),
    lockoutFactor: fraction.default(0.5),
  })
  .refine(({ entryDelayMin, entryDelayMax }) => entryDelayMin <= entryDelayMax, {
    path: ['entryDelayMin'],
    error: 'must not be after entryDelayMax',
  });
export type Configuration = z.infer<typeof Configuration>;

/** Reads settings, each `key=value`; the plan's snake_case names are understood. */
export function parseSettings(settings: readonly string[]): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const setting of settings) {
    const equals = setting.indexOf('=');
    if (equals < 1)
      throw new ConfigurationError(`--set ${setting}: write it as key=value, such as minEdgeThreshold=0.1`);
    const key = setting.slice(0, equals).replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const value = setting.slice(equals + 1);
    read[key] = isDecimal(value) ? Number(value) : value;
  }
  return read;
}

/** The configuration with its defaults. Throws {@link ConfigurationError} naming each key that is wrong. */
export function parseConfiguration(settings: Record<string, unknown>): Configuration {
  const parsed = Configuration.safeParse(settings);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(parsed.error.issues.map(inWords).join('; '));
}

function inWords(issue: z.core.$ZodIssue): string {
  const key = issue.path.join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${issue.keys.join(', ')}: no such setting; docs/settings.md names them all`;
    case 'too_big':
      return `${key}: must be at most ${issue.maximum}`;
    case 'too_small':
      return `${key}: must be at least ${issue.minimum}`;
    default:
      return `${key}: ${issue.message}`;
  }
}

function isDecimal(text: string): boolean {
  try {
    parseDecimal(text, 0);
    return true;
  } catch {
    return false;
  }
}

/** How far a run goes: over a tape, over live feeds with simulated fills, or with money. */
export type Mode = 'replay' | 'paper' | 'live';

/**
 * Money is only at stake on a strike that was recorded, or is the venue's own. A recording may lack every exchange; live
 * feeds that do are not to be traded on. The largest stake is that of the starting capital: a signal does not know the
 * account.
 */
export const signalParameters = (configuration: Configuration, mode: Mode): SignalParameters => ({
  ...configuration,
  maxStake: microUsdc(
    Math.min(
      configuration.maxPerTradeAbs,
      Math.floor(configuration.maxPerTradePct * configuration.totalCapital),
    ),
  ),
  strikeSources: mode === 'live' ? ['recorded', 'gamma'] : ['recorded', 'gamma', 'estimated'],
  standIns: mode === 'replay',
});

export const riskParameters = (configuration: Configuration): RiskParameters => configuration;
