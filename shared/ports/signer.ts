/** A signature of secp256k1 as Ethereum has it; `v` is 27 or 28. */
interface DigestSignature {
  readonly r: bigint;
  /** In the lower half of its range. */
  readonly s: bigint;
  readonly v: 27 | 28;
}

/** Signs the hash of what is agreed to. Throws SignerError when it cannot. */
export interface DigestSigner {
  sign(digest: Uint8Array): Promise<DigestSignature>;
}
