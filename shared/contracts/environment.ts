import * as z from 'zod';
import { Configuration } from './config.ts';
import { ConfigurationError } from './errors.ts';
import { Hosts } from './hosts.ts';
import { SeriesName } from './series.ts';

/** A value that is JSON in one line. */
const Json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('is not JSON');
    return z.NEVER;
  }
});
const Name = z.string().min(1);
const Arn = z.string().regex(/^arn:/, 'must be an ARN');

/** What the stacks tell a Lambda or the collector. Each is given those that it reads. */
const Variables = z.strictObject({
  TABLE_LEDGER: Name,
  TABLE_WINDOWS: Name,
  TABLE_HOT: Name,
  TABLE_EVENTS: Name,
  /** Whose journal: today always `paper`. */
  ACCOUNT: z.literal('paper').default('paper'),
  /** JSON of the settings that differ from their defaults. */
  SETTINGS: Json.pipe(Configuration).prefault('{}'),
  /** JSON of the venues' hosts that differ from their defaults. */
  HOSTS: Json.pipe(Hosts).prefault('{}'),
  STATE_MACHINE_ARN: Arn,
  TOPIC_CRITICAL: Arn,
  TOPIC_HIGH: Arn,
  TOPIC_WARNING: Arn,
  BUCKET: Name,
  /** What every key in the bucket begins with, such as `ticks/`. */
  PREFIX: z.string().default(''),
  /** Where ticks go beside the bucket, for accounts that AWS admits to Timestream. */
  TIMESTREAM_DATABASE: Name.optional(),
  /** JSON of the series' names. */
  SERIES: Json.pipe(z.array(SeriesName).min(1, 'names no series').readonly()),
  METRICS_NAMESPACE: Name.default('Quarterhour'),
  /** The file that the collector writes anew while it is alive, for the health check of its container. */
  ALIVE_FILE: Name,
  /** Name of the secret that holds the venue's credentials; without it prices come from the feed that asks for none. */
  VENUE_SECRET: Name.optional(),
  /** Names of the secrets with a Discord webhook, and with a Telegram bot and its chat. */
  DISCORD_SECRET: Name.optional(),
  TELEGRAM_SECRET: Name.optional(),
});
type Variables = z.infer<typeof Variables>;
type Key = keyof Variables;

/**
 * What each function of the workflow and the collector read: the stacks set these, the wiring asks for these. Whatever
 * has a default may be left unset.
 */
export const READS = {
  'launch-window': [
    'METRICS_NAMESPACE',
    'STATE_MACHINE_ARN',
    'SERIES',
    'SETTINGS',
    'TABLE_LEDGER',
    'ACCOUNT',
  ],
  'open-window': ['METRICS_NAMESPACE', 'TABLE_WINDOWS', 'SETTINGS', 'HOSTS'],
  'await-trigger': ['METRICS_NAMESPACE', 'TABLE_HOT'],
  'evaluate-signal': ['METRICS_NAMESPACE', 'TABLE_HOT', 'TABLE_WINDOWS', 'SETTINGS'],
  'approve-risk': ['METRICS_NAMESPACE', 'TABLE_LEDGER', 'ACCOUNT', 'TABLE_WINDOWS', 'TABLE_HOT', 'SETTINGS'],
  'place-order': ['METRICS_NAMESPACE', 'TABLE_WINDOWS', 'TABLE_HOT', 'SETTINGS'],
  'confirm-fill': ['METRICS_NAMESPACE', 'TABLE_LEDGER', 'ACCOUNT', 'TABLE_WINDOWS', 'TABLE_HOT', 'SETTINGS'],
  'settle-position': [
    'METRICS_NAMESPACE',
    'TABLE_LEDGER',
    'ACCOUNT',
    'TABLE_WINDOWS',
    'TABLE_HOT',
    'TABLE_EVENTS',
    'SETTINGS',
    'HOSTS',
    'TOPIC_WARNING',
  ],
  reconcile: [
    'METRICS_NAMESPACE',
    'TABLE_LEDGER',
    'ACCOUNT',
    'TABLE_WINDOWS',
    'TABLE_HOT',
    'TABLE_EVENTS',
    'SETTINGS',
    'HOSTS',
    'TOPIC_WARNING',
  ],
  'record-skip': ['METRICS_NAMESPACE', 'TABLE_LEDGER', 'ACCOUNT', 'TABLE_WINDOWS'],
  'raise-alert': ['METRICS_NAMESPACE', 'TABLE_EVENTS', 'TOPIC_HIGH'],
  notify: [
    'TABLE_EVENTS',
    'TOPIC_CRITICAL',
    'TOPIC_HIGH',
    'TOPIC_WARNING',
    'DISCORD_SECRET',
    'TELEGRAM_SECRET',
  ],
  'daily-report': [
    'METRICS_NAMESPACE',
    'TABLE_LEDGER',
    'ACCOUNT',
    'TABLE_WINDOWS',
    'TABLE_EVENTS',
    'BUCKET',
    'PREFIX',
    'TOPIC_HIGH',
    'DISCORD_SECRET',
    'TELEGRAM_SECRET',
  ],
  'edge-review': ['METRICS_NAMESPACE', 'TABLE_LEDGER', 'ACCOUNT', 'TABLE_WINDOWS', 'TOPIC_CRITICAL'],
  'chart-widget': ['TABLE_WINDOWS', 'TABLE_HOT'],
  collector: [
    'METRICS_NAMESPACE',
    'TABLE_WINDOWS',
    'TABLE_HOT',
    'BUCKET',
    'PREFIX',
    'TIMESTREAM_DATABASE',
    'SERIES',
    'SETTINGS',
    'HOSTS',
    'ALIVE_FILE',
    'VENUE_SECRET',
  ],
} as const satisfies Readonly<Record<string, readonly Key[]>>;

/** The named variables of `env`, parsed. Throws {@link ConfigurationError} naming each that is missing or wrong. */
export function readEnvironment<Asked extends Key>(
  env: Readonly<Record<string, string | undefined>>,
  keys: readonly Asked[],
): Pick<Variables, Asked> {
  const asked: z.ZodType = z.object(Object.fromEntries(keys.map((key) => [key, Variables.shape[key]])));
  const parsed = asked.safeParse(env);
  if (parsed.success) return parsed.data as Pick<Variables, Asked>;
  const wrong = parsed.error.issues.map(({ path: [key, ...within], message }) =>
    env[String(key)] === undefined
      ? `${String(key)} is not set`
      : `${[key, ...within].join('.')}: ${message}`,
  );
  throw new ConfigurationError(`environment: ${wrong.join('; ')}`);
}
