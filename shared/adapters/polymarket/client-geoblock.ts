import * as z from 'zod';
import { VenueUnavailableError } from '../../contracts/errors.ts';
import { getBody, type RestHost } from './client-rest.ts';

const Geoblock = z.object({ blocked: z.boolean(), country: z.string(), region: z.string().default('') });

/** Whether the venue takes orders from the address that we ask from (facts 8.1). No answer is no permission. */
export async function geoblock(host: RestHost): Promise<z.infer<typeof Geoblock>> {
  const body = await getBody(host, '/api/geoblock');
  const parsed = Geoblock.safeParse(body === undefined ? undefined : JSON.parse(body));
  if (!parsed.success)
    throw new VenueUnavailableError(`${new URL(host.url).host} does not say whether it serves this place`);
  return parsed.data;
}
