import { z } from 'zod';
import { Credentials, readCredentials } from '../../shared/contracts/credentials.ts';
import { ConfigurationError, VenueUnavailableError } from '../../shared/contracts/errors.ts';
import { type Hosts, hostsOfVenue, parseHosts } from '../../shared/contracts/hosts.ts';
import { clockFrom, type RunningClock, systemClock } from './clock.ts';

/** Where the feeds come from: the world itself, or a simulated venue with a clock of its own. */
export interface World {
  readonly clock: RunningClock;
  readonly hosts: Hosts;
  readonly credentials: Credentials | undefined;
  /** Undefined for the world itself. */
  readonly venue: SimulatedVenue | undefined;
}

interface SimulatedVenue {
  readonly url: string;
  /** What it serves was made up by a program. */
  readonly synthetic: boolean;
  readonly title: string;
  /** Whether its tape has come to its end; also when it is gone. */
  hasEnded(): Promise<boolean>;
}

const Told = z.object({
  now: z.number().positive(),
  rate: z.number().positive(),
  synthetic: z.boolean(),
  title: z.string(),
  ended: z.boolean(),
});

const TIMEOUT_MS = 5_000;
const QUESTIONS = 5;

/**
 * The world of the options `--venue URL` and `--host KEY=URL`, and of the environment. Throws ConfigurationError for a
 * wrong option, CredentialsError for half a set of credentials, and VenueUnavailableError when the venue does not answer.
 */
export async function openWorld(
  { venue: url, host }: { readonly venue?: string | undefined; readonly host: readonly string[] },
  environment: Readonly<Record<string, string | undefined>>,
): Promise<World> {
  if (url === undefined)
    return {
      clock: systemClock,
      hosts: parseHosts(overrides(host)),
      credentials: readCredentials(environment),
      venue: undefined,
    };
  if (host.length > 0) throw new ConfigurationError('--host and --venue: name the one or the other');
  const hosts = hostsOfVenue(url);
  const { now, rate, synthetic, title, asOf } = await compareClocks(url);
  return {
    clock: clockFrom({ now, rate, asOf }),
    hosts,
    // A simulated venue takes any, and the real ones are none of its business.
    credentials: new Credentials({ apiKey: 'simulated', secret: 'none', passphrase: 'none' }),
    venue: {
      url,
      synthetic,
      title,
      hasEnded: () =>
        ask(url).then(
          ({ ended }) => ended,
          () => true,
        ),
    },
  };
}

/** Its clock at an instant of ours: the middle of the quickest of a few questions. */
async function compareClocks(url: string) {
  let best: (Awaited<ReturnType<typeof ask>> & { asOf: number; tookMs: number }) | undefined;
  for (let question = 0; question < QUESTIONS; question++) {
    const from = performance.now();
    const told = await ask(url);
    const tookMs = performance.now() - from;
    if (best === undefined || tookMs < best.tookMs) best = { ...told, tookMs, asOf: from + tookMs / 2 };
  }
  return best as NonNullable<typeof best>;
}

async function ask(url: string): Promise<z.infer<typeof Told>> {
  try {
    const answer = await fetch(`${url.replace(/\/+$/, '')}/quarterhour`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return Told.parse(await answer.json());
  } catch (cause) {
    throw new VenueUnavailableError(
      `--venue ${url}: no simulated venue answers there; start one with \`npx quarterhour venue --tape synthetic --port 8080\``,
      { cause },
    );
  }
}

/** `binance=wss://a,wss://b` names the sockets of a venue in order; a REST host is one address. */
function overrides(settings: readonly string[]): Record<string, unknown> {
  const usual: Readonly<Record<string, unknown>> = parseHosts();
  const read: Record<string, unknown> = {};
  for (const setting of settings) {
    const equals = setting.indexOf('=');
    if (equals < 1)
      throw new ConfigurationError(
        `--host ${setting}: write it as key=url, such as gamma=https://example.org`,
      );
    const [key, urls] = [setting.slice(0, equals), setting.slice(equals + 1)];
    read[key] = Array.isArray(usual[key]) ? urls.split(',') : urls;
  }
  return read;
}
