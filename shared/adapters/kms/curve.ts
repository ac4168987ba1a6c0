import { createECDH, ECDH } from 'node:crypto';

/** The curve of Ethereum's keys, secp256k1: its field and the order of its group. */
const FIELD = 2n ** 256n - 2n ** 32n - 977n;
export const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const CURVE = 'secp256k1';

interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

export const toBigInt = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const toBytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const modulo = (value: bigint, by: bigint): bigint => ((value % by) + by) % by;

/**
 * The parity of the point that a signature was made with, which tells the signer's key from the other three that `r` and
 * `s` allow; undefined when `publicKey` (uncompressed) did not sign `digest`. The point is digest/s times the base point
 * plus r/s times the key.
 */
export function recoveryParity(
  publicKey: Uint8Array,
  digest: Uint8Array,
  { r, s }: { readonly r: bigint; readonly s: bigint },
): 0 | 1 | undefined {
  if (r <= 0n || r >= ORDER || s <= 0n || s >= ORDER) return undefined;
  const inverse = inverseOf(s, ORDER);
  const ofBase = modulo(toBigInt(digest) * inverse, ORDER);
  if (ofBase === 0n) return undefined;
  const [first] = timesBase(ofBase);
  for (const second of timesKey(modulo(r * inverse, ORDER), publicKey)) {
    const sum = added(first, second);
    if (sum !== undefined && modulo(sum.x, ORDER) === r) return (sum.y & 1n) === 1n ? 1 : 0;
  }
  return undefined;
}

function timesBase(factor: bigint): readonly [Point] {
  const own = createECDH(CURVE);
  own.setPrivateKey(toBytes(factor));
  return [pointOf(own.getPublicKey())];
}

/** Node tells x alone: the product is one of the two points that have it. */
function timesKey(factor: bigint, publicKey: Uint8Array): readonly Point[] {
  const own = createECDH(CURVE);
  own.setPrivateKey(toBytes(factor));
  const x = own.computeSecret(publicKey);
  return [2, 3].map((sign) =>
    pointOf(
      ECDH.convertKey(Buffer.from([sign, ...x]), CURVE, undefined, undefined, 'uncompressed') as Buffer,
    ),
  );
}

const pointOf = (bytes: Uint8Array): Point => ({
  x: toBigInt(bytes.subarray(1, 33)),
  y: toBigInt(bytes.subarray(33)),
});

/** Undefined for two points of one x, whose sum a signature never needs. */
function added(a: Point, b: Point): Point | undefined {
  if (a.x === b.x) return undefined;
  const slope = modulo((b.y - a.y) * inverseOf(modulo(b.x - a.x, FIELD), FIELD), FIELD);
  const x = modulo(slope * slope - a.x - b.x, FIELD);
  return { x, y: modulo(slope * (a.x - x) - a.y, FIELD) };
}

/** By the extended Euclidean algorithm. */
function inverseOf(value: bigint, by: bigint): bigint {
  let [low, high] = [modulo(value, by), by];
  let [coefficient, other] = [1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [low, high] = [high % low, low];
    [coefficient, other] = [other - quotient * coefficient, coefficient];
  }
  return modulo(coefficient, by);
}
