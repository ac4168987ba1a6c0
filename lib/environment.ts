import type { Deployment } from '../shared/contracts/deployment.ts';
import type { readEnvironment } from '../shared/contracts/environment.ts';
import { seriesId } from '../shared/domain/market/series.ts';
import { NAMESPACE } from './alarms.ts';
import type { Core } from './stacks/core.ts';

type Variable = Parameters<typeof readEnvironment>[1][number];
type Values = Partial<Record<Variable, string | undefined>>;

/**
 * The variables that a program reads, of all that can be told: what the stacks know, and what `own` says of this program
 * alone. What is not known is left out, and has its default.
 */
export function environmentOf(
  reads: readonly Variable[],
  { tables, topics }: Core,
  deployment: Deployment,
  own: Values = {},
): Record<string, string> {
  const known: Values = {
    TABLE_LEDGER: tables.ledger.tableName,
    TABLE_WINDOWS: tables.windows.tableName,
    TABLE_HOT: tables.hot.tableName,
    TABLE_EVENTS: tables.events.tableName,
    ACCOUNT: deployment.mode,
    SETTINGS: JSON.stringify(deployment.settings),
    SERIES: JSON.stringify(deployment.series.map(seriesId)),
    TOPIC_CRITICAL: topics.of('critical').topicArn,
    TOPIC_HIGH: topics.of('high').topicArn,
    TOPIC_WARNING: topics.of('warning').topicArn,
    METRICS_NAMESPACE: NAMESPACE,
    VENUE_SECRET: deployment.venueSecret,
    DISCORD_SECRET: deployment.discordSecret,
    TELEGRAM_SECRET: deployment.telegramSecret,
    ...own,
  };
  return Object.fromEntries(
    reads.flatMap((name) => (known[name] === undefined ? [] : [[name, known[name]]])),
  );
}
