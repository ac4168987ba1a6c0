import { S3Client } from '@aws-sdk/client-s3';

/** The buckets of this account. A file that is not taken in half a minute is tried again by whoever puts it. */
export const connectBuckets = (): S3Client =>
  new S3Client({
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  });
