import { createHash, createHmac } from 'node:crypto';
import type { EpochMs } from '../../domain/units/time.ts';

/** As the service that lends a container its role answers. */
export interface LentCredentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token: string;
}

interface Signing {
  readonly region: string;
  readonly credentials: Omit<LentCredentials, 'Token'>;
  readonly at: EpochMs;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * What AWS wants to see of a GET without a body: `headers`, which it covers, and the signature (Signature Version 4).
 * This much spares a container the SDK before it has its program. `path` holds no character that would be escaped.
 */
export function signedHeaders(
  path: string,
  headers: Readonly<Record<string, string>>,
  { region, credentials, at }: Signing,
): Record<string, string> {
  const stamp = `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const day = stamp.slice(0, 8);
  const covered: Record<string, string> = {
    ...headers,
    'x-amz-content-sha256': sha256(''),
    'x-amz-date': stamp,
  };
  const names = Object.keys(covered).sort();
  const lines = names.map((name) => `${name}:${covered[name]}\n`).join('');
  const signed = names.join(';');
  const request = ['GET', path, '', lines, signed, covered['x-amz-content-sha256']].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(request)].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${credentials.SecretAccessKey}`,
  );
  const signature = hmac(key, toSign).toString('hex');
  const by = `Credential=${credentials.AccessKeyId}/${scope}`;
  return {
    ...covered,
    authorization: `AWS4-HMAC-SHA256 ${by}, SignedHeaders=${signed}, Signature=${signature}`,
  };
}
