import { VenueUnavailableError } from '../../contracts/errors.ts';
import { type EpochMs, epochMs } from '../../domain/units/time.ts';
import { getBody, type RestHost } from './client-rest.ts';

/** What the CLOB tells anybody (facts 7). */
export interface ClobClient {
  /** A token's book as the venue sent it; undefined when it has none, as after the resolution. */
  book(token: string): Promise<string | undefined>;
  /** The venue's clock, which has whole seconds only. */
  serverTime(): Promise<EpochMs>;
}

export const clobClient = (host: RestHost): ClobClient => ({
  book: (token) => getBody(host, `/book?token_id=${encodeURIComponent(token)}`),
  async serverTime() {
    const body = (await getBody(host, '/time')) ?? '';
    if (!/^\d{9,11}$/.test(body.trim()))
      throw new VenueUnavailableError(`${new URL(host.url).host} told no time`);
    return epochMs(Number(body) * 1000);
  },
});
