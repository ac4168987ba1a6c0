import { createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { SignerError } from '../../contracts/errors.ts';
import { invariant } from '../../domain/units/invariant.ts';
import type { DigestSigner } from '../../ports/signer.ts';
import { ORDER, recoveryParity, toBigInt } from './curve.ts';

/**
 * Signs with a secp256k1 key that never leaves KMS. `publicKey` is the key that must have signed, uncompressed: an answer
 * of any other one is refused. KMS gives either of the two values of `s`; the lower is told, which is the only one that
 * contracts take (facts/aws.md 7.1).
 */
export function kmsSigner(client: KMSClient, keyId: string, publicKey: Uint8Array): DigestSigner {
  return {
    async sign(digest) {
      invariant(digest.length === 32, () => `a digest has 32 bytes, got ${digest.length}`);
      const { Signature } = await asked(
        keyId,
        client.send(
          new SignCommand({
            KeyId: keyId,
            Message: digest,
            MessageType: 'DIGEST',
            SigningAlgorithm: 'ECDSA_SHA_256',
          }),
        ),
      );
      const { r, s } = lowered(derIntegers(keyId, Signature));
      const parity = recoveryParity(publicKey, digest, { r, s });
      if (parity === undefined)
        throw new SignerError(`key ${keyId} did not sign with the key that is expected`);
      return { r, s, v: parity === 0 ? 27 : 28 };
    },
  };
}

/** The uncompressed public key, 65 bytes; an Ethereum address is the keccak hash of the last 64. */
export async function kmsPublicKey(client: KMSClient, keyId: string): Promise<Uint8Array> {
  const { PublicKey } = await asked(keyId, client.send(new GetPublicKeyCommand({ KeyId: keyId })));
  const key = Buffer.from(PublicKey ?? []);
  if (curveOf(keyId, key) !== 'secp256k1') throw new SignerError(`key ${keyId} is no key of secp256k1`);
  // The point ends the structure.
  return key.subarray(-65);
}

function curveOf(keyId: string, key: Buffer): string | undefined {
  try {
    return createPublicKey({ key, format: 'der', type: 'spki' }).asymmetricKeyDetails?.namedCurve;
  } catch (cause) {
    throw new SignerError(`key ${keyId}: its public key cannot be read`, { cause });
  }
}

async function asked<Answer>(keyId: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (cause) {
    if (!(cause instanceof Error) || cause instanceof TypeError) throw cause;
    throw new SignerError(`key ${keyId} cannot be used: ${cause.name}: ${cause.message}`, { cause });
  }
}

/** Two DER integers in a sequence: 30 len 02 len r 02 len s. */
function derIntegers(keyId: string, der: Uint8Array | undefined): { r: bigint; s: bigint } {
  const rLength = der?.[3] ?? 0;
  const sLength = der?.[5 + rLength] ?? 0;
  const wellFormed =
    der?.[0] === 0x30 && der[2] === 2 && der[4 + rLength] === 2 && der.length === 6 + rLength + sLength;
  if (der === undefined || !wellFormed || rLength === 0 || sLength === 0)
    throw new SignerError(`key ${keyId}: its signature cannot be read`);
  return { r: toBigInt(der.subarray(4, 4 + rLength)), s: toBigInt(der.subarray(6 + rLength)) };
}

const lowered = ({ r, s }: { r: bigint; s: bigint }) => ({ r, s: s > ORDER / 2n ? ORDER - s : s });
