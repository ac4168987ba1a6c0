import type { Hosts } from '../../shared/contracts/hosts.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { bad, type Check, type Reach, warn } from './check.ts';
import type { Connect } from './connect.ts';
import { credentialsCheck } from './credentials.ts';
import { geoblockCheck } from './geoblock.ts';
import { folderCheck, nodeCheck } from './machine.ts';
import { askHost, hostCheck } from './rest.ts';
import { type Server, serversOf } from './servers.ts';
import { skewCheck } from './skew.ts';
import { socketChecks, socketsOf, spotCheck } from './sockets.ts';

/** Everything is told within ten seconds, answered or not. */
const BOUND_MS = 9_000;

export interface Examination {
  readonly hosts: Hosts;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly connect: Connect;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A simulated venue is told no secret. */
  readonly simulated: boolean;
  readonly nodeVersion: string;
  readonly folder: string;
  /** How much is done, 0 to 1. */
  readonly onProgress: (fraction: number) => void;
}

/** All checks at once, told in a fixed order: the machine, the sockets, the servers, what the venue thinks of us. */
export async function examine(examination: Examination): Promise<readonly Check[]> {
  const { hosts, clock, fetch, connect, env, simulated, nodeVersion, folder, onProgress } = examination;
  const bound = new AbortController();
  const late = setTimeout(() => bound.abort(new DOMException('took too long', 'TimeoutError')), BOUND_MS);
  const { signal } = bound;
  const by: Reach = { fetch, clock, signal };
  const polybolt = simulated ? undefined : hosts.polybolt;
  const groups: readonly Promise<readonly Check[]>[] = [
    folderCheck(folder).then((check) => [nodeCheck(nodeVersion), check]),
    Promise.all(socketsOf(hosts).map((sockets) => socketChecks(sockets, connect, signal))).then((venues) => [
      ...venues.flatMap(({ checks }) => checks),
      spotCheck(venues),
    ]),
    ...serversOf(hosts).map((server) => serverChecks(server, by)),
    geoblockCheck(hosts.site, by).then((check) => [check]),
    credentialsCheck({ env, polybolt, connect, signal }).then((check) => [check]),
  ];
  let done = 0;
  for (const group of groups)
    group.then(
      () => onProgress(++done / groups.length),
      () => undefined,
    );
  try {
    return (await Promise.all(groups)).flat();
  } finally {
    clearTimeout(late);
  }
}

async function serverChecks({ name, url, time, needed }: Server, by: Reach): Promise<readonly Check[]> {
  const told = await askHost(url, by);
  const host = hostCheck(`${name} (${new URL(url).host})`, told, needed ? bad : warn);
  if (time === undefined || 'trouble' in told) return [host];
  return [host, skewCheck(`clock beside ${name}`, time, told.answers)];
}
