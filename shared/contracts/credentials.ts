import * as z from 'zod';
import { CredentialsError } from './errors.ts';

interface Revealed {
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
}

/** What the venue gave for its API. It shows nothing of itself: neither in a log, nor in JSON, nor in an error. */
export class Credentials {
  readonly #revealed: Revealed;
  constructor(revealed: Revealed) {
    this.#revealed = revealed;
  }

  /** All three in the clear, for the message that needs them. */
  reveal(): Revealed {
    return this.#revealed;
  }

  toString(): string {
    return 'Credentials(hidden)';
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

const NAMES = ['POLYMARKET_API_KEY', 'POLYMARKET_API_SECRET', 'POLYMARKET_API_PASSPHRASE'] as const;
const Environment = z
  .tuple([z.string(), z.string(), z.string()])
  .transform(([apiKey, secret, passphrase]) => new Credentials({ apiKey, secret, passphrase }));

/**
 * The credentials that an environment holds, undefined when it holds none of the three. Throws
 * {@link CredentialsError} naming those that are missing when it holds some.
 */
export function readCredentials(env: Readonly<Record<string, string | undefined>>): Credentials | undefined {
  const values = NAMES.map((name) => env[name]?.trim() ?? '');
  const missing = NAMES.filter((_, index) => values[index] === '');
  if (missing.length === NAMES.length) return undefined;
  if (missing.length === 0) return Environment.parse(values);
  throw new CredentialsError(
    `${missing.join(' and ')} not set: set all three of ${NAMES.join(', ')}, or none`,
  );
}
