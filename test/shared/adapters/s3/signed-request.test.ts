import { expect, test } from 'vitest';
import { signedHeaders } from '../../../../shared/adapters/s3/signed-request.ts';
import { epochMs } from '../../../../shared/domain/units/time.ts';

// "Authenticating Requests: Using the Authorization Header", Amazon S3 API Reference, example "GET Object".
const CREDENTIALS = {
  AccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  SecretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const at = epochMs(Date.parse('2013-05-24T00:00:00Z'));

test("signs AWS's own example as AWS does", () => {
  const headers = { host: 'examplebucket.s3.amazonaws.com', range: 'bytes=0-9' };
  expect(signedHeaders('/test.txt', headers, { region: 'us-east-1', credentials: CREDENTIALS, at })).toEqual({
    ...headers,
    'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-amz-date': '20130524T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ' +
      'SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, ' +
      'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  });
});

test('covers the token that goes with lent credentials', () => {
  const { authorization } = signedHeaders(
    '/collector.mjs',
    { host: 'b.s3.us-east-1.amazonaws.com', 'x-amz-security-token': 'token' },
    { region: 'us-east-1', credentials: CREDENTIALS, at },
  );
  expect(authorization).toContain(
    'SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, ',
  );
});
