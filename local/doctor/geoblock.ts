import { geoblock } from '../../shared/adapters/polymarket/client-geoblock.ts';
import { VenueUnavailableError } from '../../shared/contracts/errors.ts';
import { type Check, good, type Reach, warn } from './check.ts';

const NAME = 'orders from this place';

/** Whether the venue takes orders from here. Paper trading needs no permission, so that nothing of this is bad. */
export async function geoblockCheck(url: string, { fetch }: Pick<Reach, 'fetch'>): Promise<Check> {
  try {
    const { blocked, country, region } = await geoblock({ url, fetch });
    const place = region === '' ? country : `${country}, ${region}`;
    if (!blocked) return good(NAME, `taken (${place})`);
    return warn(NAME, {
      value: `refused (${place})`,
      remedy:
        'Paper trading only: the venue does not take orders from here, and nothing here routes around it.',
    });
  } catch (error) {
    if (!(error instanceof VenueUnavailableError)) throw error;
    return warn(NAME, {
      value: `not known: ${error.message}`,
      remedy: 'Ask again later. Paper trading goes on; no order is sent while this is not known.',
    });
  }
}
