import { discordChat } from '../../shared/adapters/chat/discord.ts';
import { telegramChat } from '../../shared/adapters/chat/telegram.ts';
import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoNotifier } from '../../shared/adapters/dynamodb/events.ts';
import { dynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import { dynamoTold } from '../../shared/adapters/dynamodb/told.ts';
import { dynamoWindows } from '../../shared/adapters/dynamodb/windows.ts';
import { emfMetrics } from '../../shared/adapters/emf/metrics.ts';
import { connectBuckets } from '../../shared/adapters/s3/connect.ts';
import { s3Files } from '../../shared/adapters/s3/files.ts';
import { discordWebhook, telegramBot } from '../../shared/adapters/secrets-manager/chats.ts';
import { secretsClient } from '../../shared/adapters/secrets-manager/credentials.ts';
import { topicMail, topicsClient } from '../../shared/adapters/sns/topics.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { DailyReport } from '../../shared/contracts/watch.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { pipeline } from '../../shared/runtime/pipeline.ts';
import { makeDailyReport } from './handler.ts';
import { dailyPage } from './page.ts';

const env = readEnvironment(process.env, READS['daily-report']);
const tables = connectTables();
const secrets = secretsClient();
const place = { bucket: env.BUCKET, prefix: env.PREFIX };
const { DISCORD_SECRET: discord, TELEGRAM_SECRET: telegram } = env;

export const handler = pipeline(
  DailyReport,
  makeDailyReport({
    clock: systemClock,
    ledger: dynamoLedger(tables, env.TABLE_LEDGER, env.ACCOUNT),
    windows: dynamoWindows(tables, env.TABLE_WINDOWS),
    eventsOfDay: dynamoNotifier(tables, env.TABLE_EVENTS).eventsOfDay,
    files: s3Files(connectBuckets(), place),
    placeOf: (name) => `s3://${place.bucket}/${place.prefix}${name}`,
    page: dailyPage,
    mail: topicMail(topicsClient(), env.TOPIC_HIGH),
    chats: [
      ...(discord === undefined ? [] : [discordChat(() => discordWebhook(secrets, discord))]),
      ...(telegram === undefined ? [] : [telegramChat(() => telegramBot(secrets, telegram))]),
    ],
    told: dynamoTold(tables, env.TABLE_EVENTS),
    metrics: emfMetrics({ namespace: env.METRICS_NAMESPACE, clock: systemClock }),
  }),
);
