import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import {
  GetPublicKeyCommand,
  KMSClient,
  KMSInvalidStateException,
  KMSServiceException,
  SignCommand,
} from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { kmsPublicKey, kmsSigner } from '../../../../shared/adapters/kms/signer.ts';
import { SignerError } from '../../../../shared/contracts/errors.ts';

const kms = mockClient(KMSClient);
const client = kms as unknown as KMSClient;
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** KMS signs the digest as it is; Node hashes first, so it is given what has that hash. */
const digestOf = (message: Buffer) => createHash('sha256').update(message).digest();
const spki = (key: KeyObject) => key.export({ format: 'der', type: 'spki' });

/** KMS with `key` in it: it answers with the signature of the message whose digest it was given. */
function holding(key: KeyObject, messages: readonly Buffer[]): void {
  kms.on(SignCommand).callsFake(({ Message }) => {
    const message = messages.find((each) => digestOf(each).equals(Message));
    return { Signature: sign('sha256', message as Buffer, key) };
  });
  kms.on(GetPublicKeyCommand).resolves({ PublicKey: spki(createPublicKey(key)) });
}

beforeEach(() => {
  kms.reset();
});

describe('the key of KMS', () => {
  test('signs every digest with a low s, and with the parity that leads back to the key', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const messages = Array.from({ length: 40 }, (_, place) => Buffer.from(`order ${place}`));
    holding(privateKey, messages);
    const signer = kmsSigner(client, 'key-1', await kmsPublicKey(client, 'key-1'));
    const parities = new Set<number>();
    for (const message of messages) {
      const { r, s, v } = await signer.sign(digestOf(message));
      expect(s <= ORDER / 2n).toBe(true);
      expect(r > 0n && r < ORDER).toBe(true);
      parities.add(v);
    }
    expect(parities).toEqual(new Set([27, 28]));
    expect(kms.commandCalls(SignCommand)[0]?.args[0].input).toMatchObject({
      KeyId: 'key-1',
      MessageType: 'DIGEST',
      SigningAlgorithm: 'ECDSA_SHA_256',
    });
  });

  test('is found behind a signature that another library made', async () => {
    // Private key 1; RFC 6979 signature of SHA-256('Satoshi Nakamoto'), the vector of the Bitcoin wiki and of Trezor.
    const r = '934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8';
    const s = '2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5';
    // 0x93 has its highest bit set, so DER writes a zero before it.
    kms.on(SignCommand).resolves({ Signature: Buffer.from(`3045022100${r}0220${s}`, 'hex') });
    const key = createPrivateKey({
      key: {
        kty: 'EC',
        crv: 'secp256k1',
        d: Buffer.from('01'.padStart(64, '0'), 'hex').toString('base64url'),
        x: Buffer.from('79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798', 'hex').toString(
          'base64url',
        ),
        y: Buffer.from('483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8', 'hex').toString(
          'base64url',
        ),
      },
      format: 'jwk',
    });
    const publicKey = spki(createPublicKey(key)).subarray(-65);
    const { v, ...signature } = await kmsSigner(client, 'key-1', publicKey).sign(
      digestOf(Buffer.from('Satoshi Nakamoto')),
    );
    expect(signature).toEqual({ r: BigInt(`0x${r}`), s: BigInt(`0x${s}`) });
    expect([27, 28]).toContain(v);
  });

  test('is refused when it is not the expected one', async () => {
    const message = Buffer.from('order');
    holding(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey, [message]);
    const other = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey;
    const run = kmsSigner(client, 'key-1', spki(other).subarray(-65)).sign(digestOf(message));
    await expect(run).rejects.toThrow(SignerError);
    await expect(run).rejects.toThrow('did not sign with the key that is expected');
  });

  test.each([
    ['nothing', undefined],
    ['no sequence', Buffer.from('31060201010201', 'hex')],
    ['a part', Buffer.from('3006020101', 'hex')],
  ])('is refused when its signature is %s', async (_, Signature) => {
    kms.on(SignCommand).resolves(Signature === undefined ? {} : { Signature });
    const run = kmsSigner(client, 'key-1', new Uint8Array(65)).sign(new Uint8Array(32));
    await expect(run).rejects.toThrow(new SignerError('key key-1: its signature cannot be read'));
  });

  test.each([
    ['is disabled', new KMSInvalidStateException({ message: 'key-1 is pending deletion.', $metadata: {} })],
    [
      'is asked too often',
      new KMSServiceException({
        name: 'ThrottlingException',
        $fault: 'client',
        message: 'Rate exceeded',
        $metadata: {},
      }),
    ],
    [
      'is asked with a token that has expired',
      new KMSServiceException({
        name: 'ExpiredTokenException',
        $fault: 'client',
        message: 'expired',
        $metadata: {},
      }),
    ],
  ])('says so by name when it %s', async (_, error) => {
    kms.on(SignCommand).rejects(error);
    kms.on(GetPublicKeyCommand).rejects(error);
    const run = kmsSigner(client, 'key-1', new Uint8Array(65)).sign(new Uint8Array(32));
    await expect(run).rejects.toThrow(`key key-1 cannot be used: ${error.name}: ${error.message}`);
    await expect(kmsPublicKey(client, 'key-1')).rejects.toThrow(SignerError);
  });

  test.each([
    ['cannot be read', Buffer.from('3000', 'hex'), 'its public key cannot be read'],
    [
      'is of another curve',
      spki(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey),
      'is no key of secp256k1',
    ],
  ])('is refused when its public key %s', async (_, PublicKey, message) => {
    kms.on(GetPublicKeyCommand).resolves({ PublicKey });
    await expect(kmsPublicKey(client, 'key-1')).rejects.toThrow(message);
  });

  test('signs nothing but digests', async () => {
    await expect(kmsSigner(client, 'key-1', new Uint8Array(65)).sign(new Uint8Array(31))).rejects.toThrow(
      '32 bytes, got 31',
    );
  });
});
