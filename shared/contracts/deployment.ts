import * as z from 'zod';
import { seriesId } from '../domain/market/series.ts';
import { parseConfiguration, parseSettings } from './config.ts';
import { ConfigurationError } from './errors.ts';
import { SeriesName } from './series.ts';

const listed = (given: unknown): unknown => (typeof given === 'string' ? given.split(',') : given);
/** Context given by `-c key=value` is always text. */
const numeric = (given: unknown): unknown =>
  typeof given === 'string' && /^\d+(\.\d+)?$/.test(given) ? Number(given) : given;
const boolean = z.union([z.boolean(), z.stringbool()], 'must be true or false');
const SecretName = z.string().regex(/^[\w/+=.@-]{1,512}$/, 'must be the name of a secret in Secrets Manager');

/** Kept as given, since the stacks pass it on: it only must be readable. */
const settings = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .transform((given, context): Record<string, unknown> => {
    try {
      const read = typeof given === 'string' ? parseSettings(given.split(',')) : given;
      parseConfiguration(read);
      return read;
    } catch (error) {
      context.addIssue((error as ConfigurationError).message);
      return z.NEVER;
    }
  });

/** What may be chosen about a deployment: keys of `context` in cdk.json, or `-c key=value`. */
const Deployment = z.strictObject({
  /** One line each, such as 'btc-15m'. */
  series: z
    .preprocess(listed, z.array(SeriesName).min(1, 'names no series').max(20, 'names more than 20'))
    .refine((all) => new Set(all.map(seriesId)).size === all.length, 'names a series twice')
    .prefault(['btc-15m']),
  mode: z
    .literal('paper', 'must be paper: orders with money are not placed from AWS by this version')
    .default('paper'),
  /** Settings that differ from their defaults. */
  settings: settings.default({}),
  /** Gets critical and high alerts, the daily summary and the budget's alarm. */
  email: z.email('must be an e-mail address').optional(),
  /** Gets critical alerts as SMS; needs a phone number that the account may write to. */
  sms: z
    .string()
    .regex(/^(off|\+[1-9]\d{6,14})$/, 'must be off, or a phone number such as +12025550123')
    .default('off'),
  /** Secrets with the address of a Discord webhook, and with a Telegram bot's token and chat. */
  discordSecret: SecretName.optional(),
  telegramSecret: SecretName.optional(),
  /** The venue's read-only API key, for the collector's price feed alone. */
  venueSecret: SecretName.optional(),
  /** Dollars a month above which the budget alarms; by default what the deployment is expected to cost, with a margin. */
  budget: z.preprocess(numeric, z.number().min(1).max(100_000)).optional(),
  /** `public`: a public Node image and one file from a bucket. `asset`: an image of our own, which needs Docker. */
  collectorImage: z.enum(['public', 'asset']).default('public'),
  /** Only accounts that used Timestream for LiveAnalytics before 2025-06-20 can have it. */
  timestream: boolean.default(false),
});
export type Deployment = z.infer<typeof Deployment>;

/** Whether there is anybody who would be told of an alarm. */
export const tellsSomebody = ({ email, sms, discordSecret, telegramSecret }: Deployment): boolean =>
  email !== undefined || sms !== 'off' || discordSecret !== undefined || telegramSecret !== undefined;

/** Context of our own is one plain word; what CDK keeps there has a colon, a slash or a dash in its name. */
const OURS = /^[A-Za-z]+$/;

/** The deployment that CDK's context describes. Throws {@link ConfigurationError} naming each key that is wrong. */
export function readDeployment(context: Readonly<Record<string, unknown>>): Deployment {
  const ours = Object.fromEntries(Object.entries(context).filter(([key]) => OURS.test(key)));
  const parsed = Deployment.safeParse(ours);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `${issue.keys.join(', ')}: no such key`
      : `${issue.path.join('.')}: ${issue.message}`,
  );
  throw new ConfigurationError(`context: ${wrong.join('; ')}`);
}
