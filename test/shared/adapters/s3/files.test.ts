import { PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { s3Files } from '../../../../shared/adapters/s3/files.ts';
import { StoreUnavailableError } from '../../../../shared/contracts/errors.ts';

const s3 = mockClient(S3Client);
const files = s3Files(s3 as unknown as S3Client, { bucket: 'memory', prefix: 'ticks/' });
const bytes = new Uint8Array([80, 65, 82, 49]);

beforeEach(() => {
  s3.reset();
});

test('a file becomes an object of its name below the prefix', async () => {
  s3.on(PutObjectCommand).resolves({});
  await files.put('books/source=polymarket/a.parquet', bytes);
  expect(s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input)).toEqual([
    {
      Bucket: 'memory',
      Key: 'ticks/books/source=polymarket/a.parquet',
      Body: bytes,
      ContentType: 'application/vnd.apache.parquet',
    },
  ]);
});

test.each([
  ['daily/2026-11-21.html', 'text/html; charset=utf-8'],
  ['a.json', 'application/octet-stream'],
])('%s is %s', async (name, type) => {
  s3.on(PutObjectCommand).resolves({});
  await files.put(name, bytes);
  expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input.ContentType).toBe(type);
});

test.each([
  [
    'SlowDown',
    new S3ServiceException({
      name: 'SlowDown',
      $fault: 'server',
      message: 'Please reduce your request rate.',
      $metadata: { httpStatusCode: 503 },
    }),
    'bucket memory does not take files: Please reduce your request rate.',
  ],
  [
    'an expired token',
    new S3ServiceException({
      name: 'ExpiredToken',
      $fault: 'client',
      message: 'The provided token has expired.',
      $metadata: { httpStatusCode: 400 },
    }),
    'bucket memory does not take files: The provided token has expired.',
  ],
  [
    'a refused connection, which has a code and no message',
    Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }),
    'bucket memory does not take files: ECONNREFUSED',
  ],
])('%s is a store that is unavailable', async (_, cause, message) => {
  s3.on(PutObjectCommand).rejects(cause);
  const failure = await files.put('a.parquet', bytes).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StoreUnavailableError);
  expect(failure).toMatchObject({ message, cause });
});

test('a request that we built wrong stays what it is', async () => {
  s3.on(PutObjectCommand).rejects(new TypeError('not a body'));
  await expect(files.put('a.parquet', bytes)).rejects.toBeInstanceOf(TypeError);
});
