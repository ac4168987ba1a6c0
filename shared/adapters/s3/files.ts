import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { StoreUnavailableError } from '../../contracts/errors.ts';
import type { Files } from '../../ports/ticks.ts';

interface Place {
  readonly bucket: string;
  /** What every key begins with, such as 'ticks/'; empty for none. */
  readonly prefix: string;
}

/** Files as objects of a bucket. S3 shows an object whole or not at all, and the client sends a checksum with it. */
export function s3Files(client: S3Client, { bucket, prefix }: Place): Files {
  return {
    async put(name, bytes) {
      const object = {
        Bucket: bucket,
        Key: `${prefix}${name}`,
        Body: bytes,
        ContentType: contentType(name),
      };
      try {
        await client.send(new PutObjectCommand(object));
      } catch (cause) {
        throw translated(bucket, cause);
      }
    },
  };
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  parquet: 'application/vnd.apache.parquet',
  html: 'text/html; charset=utf-8',
};
const contentType = (name: string): string =>
  CONTENT_TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';

/** A TypeError is our own mistake, and says nothing of the bucket. */
function translated(bucket: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof TypeError) return cause;
  const { code = cause.name } = cause as NodeJS.ErrnoException;
  return new StoreUnavailableError(`bucket ${bucket} does not take files: ${cause.message || code}`, {
    cause,
  });
}
