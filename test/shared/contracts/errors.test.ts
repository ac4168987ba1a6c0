import { describe, expect, test } from 'vitest';
import {
  ChannelUnavailableError,
  ConfigurationError,
  CredentialsError,
  InvalidTaskInputError,
  LedgerBrokenError,
  LedgerConflictError,
  MalformedFrameError,
  NotResolvedError,
  QuarterhourError,
  SignerError,
  StoreUnavailableError,
  TapeError,
  TimestreamUnavailableError,
  VenueUnavailableError,
  WorkflowUnavailableError,
} from '../../../shared/contracts/errors.ts';

test.each([
  ['ChannelUnavailableError', new ChannelUnavailableError('x')],
  ['ConfigurationError', new ConfigurationError('x')],
  ['CredentialsError', new CredentialsError('x')],
  ['LedgerBrokenError', new LedgerBrokenError(3, 'is missing')],
  ['LedgerConflictError', new LedgerConflictError('x')],
  ['StoreUnavailableError', new StoreUnavailableError('x')],
  ['TimestreamUnavailableError', new TimestreamUnavailableError('x')],
  ['VenueUnavailableError', new VenueUnavailableError('x')],
  ['NotResolvedError', new NotResolvedError('x')],
  ['WorkflowUnavailableError', new WorkflowUnavailableError('x')],
  ['SignerError', new SignerError('x')],
  ['InvalidTaskInputError', new InvalidTaskInputError('x')],
  ['MalformedFrameError', new MalformedFrameError('clob', 'x')],
  ['TapeError', new TapeError('tape', undefined, 'x')],
])('%s is known by its name, whatever a bundler calls the class', (name, error) => {
  expect(error.name).toBe(name);
  expect(error).toBeInstanceOf(QuarterhourError);
});

test('a malformed frame says whose it is, what is wrong and why', () => {
  const cause = new SyntaxError('Unexpected token');
  const error = new MalformedFrameError('clob', 'is not JSON', { cause });
  expect(error).toMatchObject({
    message: 'clob: is not JSON',
    channel: 'clob',
    reason: 'is not JSON',
    cause,
  });
});

describe('a tape error', () => {
  test('says where', () => {
    expect(new TapeError('day.jsonl.gz', 12, 'is not JSON').message).toBe('day.jsonl.gz:12: is not JSON');
    expect(new TapeError('day.jsonl.gz', undefined, 'is empty').message).toBe('day.jsonl.gz: is empty');
  });

  test('can say how far reading got', () => {
    const cause = new Error('unexpected end of file');
    const error = new TapeError('day.jsonl.gz', undefined, 'is cut off', { cause }).after(812);
    expect(error.message).toBe('day.jsonl.gz:812: is cut off (after this line)');
    expect(error.cause).toBe(cause);
  });
});
