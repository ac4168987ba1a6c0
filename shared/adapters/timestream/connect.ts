import { TimestreamWriteClient } from '@aws-sdk/client-timestream-write';

/** Timestream of this account; where its cell is, the client asks for itself. */
export const connectTimestream = (): TimestreamWriteClient =>
  new TimestreamWriteClient({
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });
