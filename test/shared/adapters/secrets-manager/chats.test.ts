import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { discordWebhook, telegramBot } from '../../../../shared/adapters/secrets-manager/chats.ts';
import { CredentialsError } from '../../../../shared/contracts/errors.ts';

const secrets = mockClient(SecretsManagerClient);
const client = secrets as unknown as SecretsManagerClient;
const holding = (text: string | undefined) =>
  secrets.on(GetSecretValueCommand).resolves(text === undefined ? {} : { SecretString: text });

test('a webhook and a bot are read from their secrets', async () => {
  const webhook = 'https://discord.com/api/webhooks/1/s3cret';
  holding(JSON.stringify({ webhook }));
  expect(await discordWebhook(client, 'quarterhour/discord')).toBe(webhook);
  const bot = { token: '123456:AAH-s3cret_s3cret_s3cret', chat: '-1001' };
  holding(JSON.stringify(bot));
  expect(await telegramBot(client, 'quarterhour/telegram')).toEqual(bot);
});

test.each([
  ['no JSON', 's3cret'],
  ['another host', '{"webhook":"https://s3cret.example/api"}'],
  ['no text', undefined],
])('%s is refused without telling it', async (_, text) => {
  holding(text);
  const failure = await discordWebhook(client, 'quarterhour/discord').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(CredentialsError);
  expect(failure).toMatchObject({
    message: 'secret quarterhour/discord holds something else: write {"webhook"} as JSON',
  });
  expect((failure as Error).cause).toBeUndefined();
});
