import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { Credentials } from '../../contracts/credentials.ts';
import { CredentialsError, StoreUnavailableError } from '../../contracts/errors.ts';
import { after, type EpochMs, MINUTE_MS } from '../../domain/units/time.ts';
import type { Clock } from '../../ports/clock.ts';

/** A secret that was changed is noticed after so long. */
const KEPT_MS = 5 * MINUTE_MS;

const Text = z.string().trim().min(1);
const Secret = z.object({ apiKey: Text, secret: Text, passphrase: Text });

/** What says that the secret is not to be had, however often one asks. */
const NOT_GIVEN: readonly string[] = [
  'ResourceNotFoundException',
  'AccessDeniedException',
  'DecryptionFailure',
  'InvalidRequestException',
];

export const secretsClient = (): SecretsManagerClient =>
  new SecretsManagerClient({
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });

/**
 * The venue's credentials in the secret `name`, a JSON of `apiKey`, `secret` and `passphrase`, asked for at most once in
 * five minutes. No error holds any part of them.
 */
export function venueCredentials(
  client: SecretsManagerClient,
  name: string,
  clock: Clock,
): () => Promise<Credentials> {
  let kept: { readonly credentials: Credentials; readonly until: EpochMs } | undefined;
  return async () => {
    const now = clock.now();
    if (kept !== undefined && now < kept.until) return kept.credentials;
    const credentials = parsed(await secretText(client, name), name);
    kept = { credentials, until: after(now, KEPT_MS) };
    return credentials;
  };
}

export async function secretText(client: SecretsManagerClient, name: string): Promise<string> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
    return SecretString ?? '';
  } catch (cause) {
    if (!(cause instanceof Error) || cause instanceof TypeError) throw cause;
    const what = `secret ${name}: ${cause.name}: ${cause.message}`;
    if (NOT_GIVEN.includes(cause.name)) throw new CredentialsError(what, { cause });
    throw new StoreUnavailableError(what, { cause });
  }
}

/** The causes quote what they could not read, and are left out. */
function parsed(text: string, name: string): Credentials {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new CredentialsError(`secret ${name} is not JSON: write {"apiKey", "secret", "passphrase"}`);
  }
  const read = Secret.safeParse(json);
  if (read.success) return new Credentials(read.data);
  const wrong = Object.keys(Secret.shape).filter((key) =>
    read.error.issues.some(({ path }) => path[0] === key),
  );
  throw new CredentialsError(
    `secret ${name}: ${wrong.length > 0 ? `${wrong.join(' and ')} missing` : 'holds something else'}: write {"apiKey", "secret", "passphrase"}`,
  );
}
