import * as z from 'zod';
import { getBody, type RestHost } from './client-rest.ts';

/** The venue's listing. Bodies are raw: they go to the tape as they are. */
export interface GammaClient {
  /** Undefined when no event has that slug. */
  eventBySlug(slug: string): Promise<string | undefined>;
  /** The open events of a series, page by page. */
  events(query: { readonly seriesId: string; readonly limit: number }): AsyncIterable<string>;
}

export const gammaClient = (host: RestHost): GammaClient => ({
  eventBySlug: (slug) => getBody(host, `/events/slug/${encodeURIComponent(slug)}`),
  events: (query) => pages(host, query),
});

const Cursor = z.object({ next_cursor: z.string().min(1) });

/** There is a next page for as long as one names its cursor (facts 3.2); one that repeats itself is the last. */
async function* pages(
  host: RestHost,
  { seriesId, limit }: { readonly seriesId: string; readonly limit: number },
): AsyncIterable<string> {
  let cursor: string | undefined;
  while (true) {
    const after = cursor === undefined ? {} : { after_cursor: cursor };
    const query = new URLSearchParams({
      series_id: seriesId,
      closed: 'false',
      limit: String(limit),
      ...after,
    });
    const page = await getBody(host, `/events/keyset?${query}`);
    if (page === undefined) return;
    yield page;
    const next = Cursor.safeParse(JSON.parse(page)).data?.next_cursor;
    if (next === undefined || next === cursor) return;
    cursor = next;
  }
}
