import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { CredentialsError } from '../../contracts/errors.ts';
import { secretText } from './credentials.ts';

const Webhook = z.strictObject({
  webhook: z.url({ protocol: /^https$/, hostname: /^(discord|discordapp)\.com$/ }),
});
const Bot = z.strictObject({
  token: z.string().regex(/^\d+:[\w-]{20,}$/),
  chat: z.string().regex(/^(-?\d+|@\w+)$/),
});

/** The address of a Discord webhook in the secret `name`, a JSON of `webhook`. */
export const discordWebhook = async (client: SecretsManagerClient, name: string): Promise<string> =>
  (await secretOf(client, name, Webhook)).webhook;

/** A Telegram bot's token and the chat that it posts to, in the secret `name`, a JSON of both. */
export const telegramBot = (client: SecretsManagerClient, name: string): Promise<z.infer<typeof Bot>> =>
  secretOf(client, name, Bot);

/** No error holds any part of a secret: only the keys that it should have. */
async function secretOf<Schema extends z.ZodObject>(
  client: SecretsManagerClient,
  name: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const read = schema.safeParse(json(await secretText(client, name)));
  if (read.success) return read.data;
  const keys = Object.keys(schema.shape)
    .map((key) => JSON.stringify(key))
    .join(', ');
  throw new CredentialsError(`secret ${name} holds something else: write {${keys}} as JSON`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
