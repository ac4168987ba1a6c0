import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Credentials, readCredentials } from '../../../shared/contracts/credentials.ts';
import { CredentialsError } from '../../../shared/contracts/errors.ts';

const env = {
  POLYMARKET_API_KEY: 'the-key',
  POLYMARKET_API_SECRET: 'the-secret',
  POLYMARKET_API_PASSPHRASE: 'the-passphrase',
};
const credentials = readCredentials(env) as Credentials;

test('all three are read, without the blanks around them', () => {
  const pasted = readCredentials({ ...env, POLYMARKET_API_SECRET: ' the-secret\n' });
  expect(pasted?.reveal()).toEqual({ apiKey: 'the-key', secret: 'the-secret', passphrase: 'the-passphrase' });
});

test('none of the three means that there are none', () => {
  expect(readCredentials({ PATH: '/bin' })).toBeUndefined();
  expect(readCredentials({ POLYMARKET_API_KEY: '' })).toBeUndefined();
});

test('some of the three are refused, naming those that are missing and telling none', () => {
  const read = () => readCredentials({ POLYMARKET_API_KEY: 'the-key', POLYMARKET_API_SECRET: ' ' });
  expect(read).toThrow(CredentialsError);
  expect(read).toThrow(/^POLYMARKET_API_SECRET and POLYMARKET_API_PASSPHRASE not set/);
  expect(read).not.toThrow(/the-key/);
});

describe('they show nothing of themselves', () => {
  test.each([
    ['in a text', `${credentials}`],
    ['in JSON', JSON.stringify({ credentials })],
    ['in a log', inspect({ credentials }, { showHidden: true, depth: 9 })],
    ['as their own properties', Object.values(credentials).join()],
  ])('%s', (_, shown) => {
    expect(shown).not.toMatch(/the-(key|secret|passphrase)/);
  });
});
