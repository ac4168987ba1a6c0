import { discordChat } from '../../shared/adapters/chat/discord.ts';
import { telegramChat } from '../../shared/adapters/chat/telegram.ts';
import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoTold } from '../../shared/adapters/dynamodb/told.ts';
import { discordWebhook, telegramBot } from '../../shared/adapters/secrets-manager/chats.ts';
import { secretsClient } from '../../shared/adapters/secrets-manager/credentials.ts';
import { READS, readEnvironment } from '../../shared/contracts/environment.ts';
import { Notify } from '../../shared/contracts/watch.ts';
import type { Chat } from '../../shared/ports/channels.ts';
import { pipeline } from '../../shared/runtime/pipeline.ts';
import { makeNotify } from './handler.ts';

const env = readEnvironment(process.env, READS.notify);
const secrets = secretsClient();

const { DISCORD_SECRET: discord, TELEGRAM_SECRET: telegram } = env;
const chats: readonly Chat[] = [
  ...(discord === undefined ? [] : [discordChat(() => discordWebhook(secrets, discord))]),
  ...(telegram === undefined ? [] : [telegramChat(() => telegramBot(secrets, telegram))]),
];

export const handler = pipeline(
  Notify,
  makeNotify({
    told: dynamoTold(connectTables(), env.TABLE_EVENTS),
    chats,
    severities: {
      [env.TOPIC_CRITICAL]: 'critical',
      [env.TOPIC_HIGH]: 'high',
      [env.TOPIC_WARNING]: 'warning',
    },
  }),
);
