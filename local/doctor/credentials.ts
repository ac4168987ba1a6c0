import { once } from 'node:events';
import { polyboltProtocol } from '../../shared/adapters/polymarket/client-polybolt.ts';
import { type Credentials, readCredentials } from '../../shared/contracts/credentials.ts';
import { CredentialsError } from '../../shared/contracts/errors.ts';
import { bad, type Check, good, warn } from './check.ts';
import type { Connect } from './connect.ts';
import { LIMIT_MS } from './rest.ts';
import { troubleOf } from './trouble.ts';

const NAME = 'credentials';
const SECRETS = 'POLYMARKET_API_KEY, POLYMARKET_API_SECRET and POLYMARKET_API_PASSPHRASE';

export interface CredentialsQuestion {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Who is asked whether they are right; undefined for a simulated venue, which is told no secret. */
  readonly polybolt: readonly string[] | undefined;
  readonly connect: Connect;
  readonly signal: AbortSignal;
}

/** Whether the venue knows us. Paper trading goes without, so that only what was meant to work and does not is bad. */
export async function credentialsCheck(question: CredentialsQuestion): Promise<Check> {
  try {
    const credentials = readCredentials(question.env);
    if (credentials === undefined)
      return warn(NAME, {
        value: 'not set',
        remedy: `Paper trading goes on with the legacy price feed. For the current one set ${SECRETS}.`,
      });
    const { polybolt } = question;
    if (polybolt === undefined) return good(NAME, 'set; a simulated venue is not told them');
    return await tried(credentials, { ...question, polybolt });
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error;
    return bad(NAME, { value: 'incomplete', remedy: `${error.message}.` });
  }
}

async function tried(
  credentials: Credentials,
  { polybolt, connect, signal }: CredentialsQuestion & { readonly polybolt: readonly string[] },
): Promise<Check> {
  const answer = await authenticate(credentials, polybolt, connect, signal);
  if (answer === 'accepted') return good(NAME, 'set, and the venue accepts them');
  if (answer === 'refused')
    return bad(NAME, {
      value: 'set, and the venue refuses them',
      remedy: `Make new ones with the wallet that owns them, and set ${SECRETS} anew.`,
    });
  return warn(NAME, {
    value: `set; not tried, since the price feed ${answer}`,
    remedy: 'Ask again when the socket of PolyBolt is reached.',
  });
}

/** 'accepted', 'refused', or what kept the venue from saying. Of what the venue says nothing is passed on. */
async function authenticate(
  credentials: Credentials,
  urls: readonly string[],
  connect: Connect,
  signal: AbortSignal,
): Promise<string> {
  const protocol = polyboltProtocol({ urls, assets: [], lookbackMs: 0, credentials });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  let socket: Awaited<ReturnType<Connect>> | undefined;
  try {
    socket = await connect(protocol.urls[0] as string, limit);
    const closed = once(socket, 'close', { signal: limit }).then(([code]: unknown[]) =>
      protocol.afterClose?.(code as number) === 'refused' ? 'refused' : 'ended the connection',
    );
    const said = new Promise<string>((resolve) => {
      socket?.on('message', (text) => {
        const kind = protocol.kindOf(String(text));
        if (kind === 'ready') resolve('accepted');
        if (kind === 'refused') resolve('refused');
      });
    });
    for (const text of protocol.opening()) socket.send(text);
    return await Promise.race([said, closed]);
  } catch (error) {
    return troubleOf(error).value;
  } finally {
    socket?.terminate();
  }
}
