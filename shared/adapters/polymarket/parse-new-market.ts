import * as z from 'zod';
import { MalformedFrameError } from '../../contracts/errors.ts';
import { type Wire, wireDecimal } from '../../contracts/wire.ts';
import type { MarketEvent } from '../../domain/market/event.ts';
import { windowOfSlug } from '../../domain/market/window.ts';
import { declaredRules, statedVersion } from './market-rules.ts';

const CHANNEL = 'clob';

/** A `new_market` message (facts 6.1). `active` is still false then; the market's own listing says when it opens. */
const NewMarket = z.object({
  question: z.string().nullish(),
  market: z.string(),
  slug: z.string(),
  assets_ids: z.array(z.string()),
  outcomes: z.array(z.string()),
  version: z.string().nullish(),
  order_price_min_tick_size: z.string().nullish(),
  fees_enabled: z.boolean().nullish(),
  fee_schedule: z.object({ rate: z.string(), exponent: z.string() }).nullish(),
});

/** Tells of a new "Up or Down" market; any other market is not ours and nothing is told. */
export function parseListing(message: Wire, emit: (event: MarketEvent) => void): void {
  const parsed = NewMarket.safeParse(message);
  if (!parsed.success)
    throw new MalformedFrameError(
      CHANNEL,
      `new_market: ${parsed.error.issues[0]?.path.join('.')} is missing or wrong`,
    );
  const { slug, outcomes, assets_ids, market, question } = parsed.data;
  const window = windowOfSlug(slug);
  const up = assets_ids[outcomes.indexOf('Up')];
  const down = assets_ids[outcomes.indexOf('Down')];
  if (window === undefined || up === undefined || down === undefined) return;
  emit({
    kind: 'listed',
    market: {
      window,
      slug,
      conditionId: market,
      tokens: { up, down },
      version: statedVersion(parsed.data.version),
      acceptingOrders: false,
      declared: wireDecimal(CHANNEL, 'new_market', slug, () =>
        declaredRules({
          feesEnabled: parsed.data.fees_enabled ?? undefined,
          fee: parsed.data.fee_schedule ?? undefined,
          tickSize: parsed.data.order_price_min_tick_size ?? undefined,
        }),
      ),
      title: question ?? slug,
    },
  });
}
