import { isRecord, spokenAll, texts } from './side.ts';

const KEPT_LISTINGS = 2_000;

type Wire = Record<string, unknown>;

/** A market with the event around it, as Gamma last showed them. */
export interface Listing {
  readonly slug: string;
  readonly event: Wire;
  readonly market: Wire;
  readonly conditionId: string;
  /** In the order in which the market names them. */
  readonly tokens: readonly { readonly id: string; readonly outcome: string; readonly price: string }[];
  readonly closed: boolean;
}

/** The newest listing of each market that the tape has told so far. */
export class Listings {
  readonly #bySlug = new Map<string, Listing>();
  readonly #byCondition = new Map<string, Listing>();
  readonly #byToken = new Map<string, Listing>();

  /** A frame of Gamma: an event, a market, or an array of either. */
  take(frame: string): void {
    for (const each of spokenAll(frame)) {
      const markets = Array.isArray(each.markets) ? each.markets.filter(isRecord) : [each];
      for (const market of markets)
        if (typeof market.slug === 'string') this.#keep(listingOf(each, market, market.slug));
    }
  }

  bySlug = (slug: string): Listing | undefined => this.#bySlug.get(slug);
  byCondition = (id: string): Listing | undefined => this.#byCondition.get(id);
  byToken = (id: string): Listing | undefined => this.#byToken.get(id);

  all(): Listing[] {
    return [...this.#bySlug.values()];
  }

  #keep(listing: Listing): void {
    this.#bySlug.set(listing.slug, listing);
    this.#byCondition.set(listing.conditionId, listing);
    for (const { id } of listing.tokens) this.#byToken.set(id, listing);
    const oldest = this.#bySlug.size > KEPT_LISTINGS ? this.#bySlug.values().next().value : undefined;
    if (oldest === undefined) return;
    this.#bySlug.delete(oldest.slug);
    this.#byCondition.delete(oldest.conditionId);
    for (const { id } of oldest.tokens) this.#byToken.delete(id);
  }
}

function listingOf(told: Wire, market: Wire, slug: string): Listing {
  const outcomes = insideText(market.outcomes);
  const prices = insideText(market.outcomePrices);
  return {
    slug,
    // A market that was asked for alone comes without its event.
    event: told === market ? { slug, ticker: slug, title: market.question, markets: [market] } : told,
    market,
    conditionId: String(market.conditionId),
    tokens: insideText(market.clobTokenIds).map((id, index) => ({
      id,
      outcome: outcomes[index] ?? '',
      price: prices[index] ?? '0.5',
    })),
    closed: market.closed === true,
  };
}

/** Gamma sends arrays as JSON inside a string. */
function insideText(value: unknown): string[] {
  if (typeof value !== 'string') return texts(value);
  try {
    const inner: unknown = JSON.parse(value);
    return Array.isArray(inner) ? inner.map(String) : [];
  } catch {
    return [];
  }
}
