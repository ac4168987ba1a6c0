import { ChannelUnavailableError } from '../../contracts/errors.ts';

/** How a chat is reached; a test has its own network and needs no time. */
export interface Reach {
  readonly fetch?: typeof globalThis.fetch;
  readonly pause?: (ms: number) => Promise<void>;
}

/** Two answers and a wait are 20 s at most: whoever posts from a function gives it twice that. */
const TIMEOUT_MS = 5_000;
/** Longer than this a function does not wait: its own retry comes later. */
const LONGEST_WAIT_MS = 10_000;

/**
 * Posts `body` to `url`, whose address is a secret: no error holds it, nor the error that caused it. Asked to wait, it
 * does so once.
 */
export async function postJson(
  channel: string,
  url: string,
  body: unknown,
  { fetch = globalThis.fetch, pause = passing }: Reach,
): Promise<void> {
  const post = () => answerOf(channel, url, body, fetch);
  let answer = await post();
  if (answer.status === 429) {
    const waitMs = waitAsked(answer);
    if (waitMs > LONGEST_WAIT_MS)
      throw new ChannelUnavailableError(`${channel} asks to wait ${Math.ceil(waitMs / 1_000)} s`);
    await pause(waitMs);
    answer = await post();
  }
  if (!answer.ok) throw new ChannelUnavailableError(`${channel} answered ${answer.status}`);
}

async function answerOf(
  channel: string,
  url: string,
  body: unknown,
  fetch: typeof globalThis.fetch,
): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw new ChannelUnavailableError(`${channel} cannot be reached (${codeOf(error)})`);
  }
}

/** Seconds in the header, fractions among them; a second where there is none that can be read. */
function waitAsked({ headers }: Response): number {
  const seconds = Number(headers.get('retry-after') ?? 1);
  return seconds >= 0 ? seconds * 1_000 : 1_000;
}

/** 'ENOTFOUND' or 'TimeoutError'. Node's fetch gives the reason as its cause; the texts may hold the address. */
function codeOf(error: unknown): string {
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code, name } = reason as NodeJS.ErrnoException;
  return String(typeof code === 'string' ? code : name);
}

const passing = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
