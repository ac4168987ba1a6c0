import type { Trouble } from './check.ts';

const CERTIFICATE = /^(CERT_|ERR_TLS|ERR_SSL|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/;
const SILENT: Trouble = {
  value: 'does not answer',
  remedy: 'See whether the network is up and whether a firewall drops what goes to this host.',
};
/** By the code of Node's error. */
const TROUBLES: Readonly<Record<string, Trouble>> = {
  ENOTFOUND: {
    value: 'its name has no address (DNS)',
    remedy: 'See whether this machine has a network and a name server, and whether the name is right.',
  },
  EAI_AGAIN: {
    value: 'the name server does not answer (DNS)',
    remedy: 'See whether this machine has a network, and try again.',
  },
  ECONNREFUSED: {
    value: 'refuses connections',
    remedy: 'See whether the address and the port are right, and whether a firewall or proxy is in the way.',
  },
  ECONNRESET: {
    value: 'ends the connection at once',
    remedy: 'A firewall or proxy may be in the way, or the venue is down: try again later.',
  },
  ENETUNREACH: {
    value: 'no way leads there',
    remedy: 'See whether this machine has a network.',
  },
};
const SAME_AS: Readonly<Record<string, string>> = {
  EHOSTUNREACH: 'ENETUNREACH',
  EPIPE: 'ECONNRESET',
  UND_ERR_SOCKET: 'ECONNRESET',
};
const SILENCES = /^(ETIMEDOUT|UND_ERR_.*TIMEOUT|ABORT_ERR|TimeoutError|AbortError)$/;

/** What kept us from a host. Node's fetch says only "fetch failed" and gives the reason as its cause. */
export function troubleOf(error: unknown): Trouble {
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code, name, message } = reason as NodeJS.ErrnoException;
  const key = String(typeof code === 'string' ? code : name);
  if (SILENCES.test(key) || message === 'Opening handshake has timed out') return SILENT;
  if (CERTIFICATE.test(key))
    return {
      value: `its certificate is not accepted (${key})`,
      remedy:
        'Set the clock of this machine; if it is right, a proxy reads along: use a network without one.',
    };
  return (
    TROUBLES[SAME_AS[key] ?? key] ?? {
      value: `cannot be reached (${key})`,
      remedy: 'Try again; if it stays, see whether the network is up.',
    }
  );
}

/** What a host means by an HTTP status other than the one we came for. */
export function troubleOfStatus(status: number): Trouble {
  const value = `answers HTTP ${status}`;
  if (status === 451)
    return {
      value: `${value}: it does not serve this place`,
      remedy:
        'Nothing to repair: another host or exchange takes its part, and nothing here routes around it.',
    };
  if (status === 403)
    return {
      value: `${value}: it turns this address away`,
      remedy: 'Wait an hour; if it stays, the host does not serve this place or this network.',
    };
  if (status === 429 || status === 418)
    return {
      value: `${value}: it was asked too often`,
      remedy: 'Wait a few minutes, and see what else on this network asks it.',
    };
  if (status >= 500)
    return { value: `${value}: it is out of order`, remedy: 'Wait: the venue has to repair it.' };
  return { value, remedy: 'See whether the address is right; the venue may have moved it.' };
}
