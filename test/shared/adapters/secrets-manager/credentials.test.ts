import { inspect } from 'node:util';
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  SecretsManagerServiceException,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { VirtualTimers } from '../../../../local/timers.ts';
import { venueCredentials } from '../../../../shared/adapters/secrets-manager/credentials.ts';
import { CredentialsError, StoreUnavailableError } from '../../../../shared/contracts/errors.ts';
import { secondsIn } from '../../domain/examples.ts';

const secrets = mockClient(SecretsManagerClient);
const VALUE = { apiKey: 'key-7f', secret: 'very-secret-7f', passphrase: 'pass-7f' };
let clock: VirtualTimers;
const ask = () => venueCredentials(secrets as unknown as SecretsManagerClient, 'quarterhour/venue', clock);
const holding = (SecretString: string) => secrets.on(GetSecretValueCommand).resolves({ SecretString });
const calls = () => secrets.commandCalls(GetSecretValueCommand);
const service = (name: string) =>
  new SecretsManagerServiceException({ name, $fault: 'client', message: 'no', $metadata: {} });

beforeEach(() => {
  secrets.reset();
  clock = new VirtualTimers();
  clock.set(secondsIn(0));
});

test('credentials are asked for by name, once in five minutes', async () => {
  holding(JSON.stringify(VALUE));
  const credentials = ask();
  expect((await credentials()).reveal()).toEqual(VALUE);
  await clock.advance(secondsIn(299));
  await credentials();
  expect(calls()).toHaveLength(1);
  await clock.advance(secondsIn(300));
  await credentials();
  expect(calls().map(({ args }) => args[0].input)).toEqual(Array(2).fill({ SecretId: 'quarterhour/venue' }));
});

test('credentials show nothing of themselves', async () => {
  holding(JSON.stringify(VALUE));
  const credentials = await ask()();
  expect(`${credentials} ${inspect(credentials)} ${JSON.stringify({ credentials })}`).not.toContain('7f');
});

test.each([
  ['is not JSON', 'very-secret-7f', 'is not JSON'],
  ['is empty', '', 'is not JSON'],
  ['lacks a part', JSON.stringify({ ...VALUE, passphrase: ' ' }), 'passphrase missing'],
  ['lacks two parts', JSON.stringify({ secret: 'very-secret-7f' }), 'apiKey and passphrase missing'],
  ['is something else', '"very-secret-7f"', 'holds something else'],
])('a secret that %s is refused without telling what it holds', async (_, text, message) => {
  holding(text);
  const error = await ask()().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(CredentialsError);
  expect(String(error)).toContain(`secret quarterhour/venue`);
  expect(String(error)).toContain(message);
  expect(inspect(error, { depth: 9 })).not.toContain('7f');
});

test.each([
  new ResourceNotFoundException({ message: 'no', $metadata: {} }),
  service('AccessDeniedException'),
  service('DecryptionFailure'),
])('a secret that is not given, as $name, is no use to ask for again', async (error) => {
  secrets.on(GetSecretValueCommand).rejects(error);
  await expect(ask()()).rejects.toThrow(new CredentialsError(`secret quarterhour/venue: ${error.name}: no`));
});

test.each(['ThrottlingException', 'ExpiredTokenException', 'InternalServiceError'])(
  'a store of secrets that answers %s may answer later',
  async (name) => {
    secrets
      .on(GetSecretValueCommand)
      .rejectsOnce(service(name))
      .resolves({ SecretString: JSON.stringify(VALUE) });
    const credentials = ask();
    await expect(credentials()).rejects.toThrow(StoreUnavailableError);
    expect((await credentials()).reveal()).toEqual(VALUE);
  },
);
