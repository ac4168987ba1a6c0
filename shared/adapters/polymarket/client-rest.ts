import { VenueUnavailableError } from '../../contracts/errors.ts';
import { shown } from '../../contracts/wire.ts';

/** A host and how to ask it. */
export interface RestHost {
  /** Without a slash at its end. */
  readonly url: string;
  readonly fetch?: typeof globalThis.fetch;
}

const TIMEOUT_MS = 5_000;
const LONGEST_WAIT_S = 86_400;

/**
 * The body of an answer as the host sent it, undefined when there is no such thing (404). Whatever else is no JSON
 * body with status 200 is a {@link VenueUnavailableError}: asking again is for whoever asked.
 */
export async function getBody(
  { url, fetch = globalThis.fetch }: RestHost,
  path: string,
): Promise<string | undefined> {
  const { host } = new URL(url);
  const { status, body, retryAfterMs } = await exchange(fetch, `${url}${path}`, host);
  if (status === 404) return undefined;
  if (status !== 200)
    throw new VenueUnavailableError(`${host} answered ${status}: ${shown(body)}`, { retryAfterMs });
  try {
    JSON.parse(body);
  } catch (cause) {
    throw new VenueUnavailableError(`${host} sent no JSON: ${shown(body)}`, { cause });
  }
  return body;
}

async function exchange(fetch: typeof globalThis.fetch, url: string, host: string) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return {
      status: answer.status,
      body: await answer.text(),
      retryAfterMs: retryAfter(answer.headers.get('retry-after')),
    };
  } catch (cause) {
    throw new VenueUnavailableError(`${host} cannot be asked: ${reasonOf(cause)}`, { cause });
  }
}

/** Node says only "fetch failed" and gives the reason as the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** Venues send seconds here, never a date. */
function retryAfter(header: string | null): number | undefined {
  if (header === null || !/^\d{1,9}$/.test(header)) return undefined;
  return Math.min(Number(header), LONGEST_WAIT_S) * 1000;
}
