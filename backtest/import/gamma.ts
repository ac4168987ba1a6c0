import { createHash } from 'node:crypto';
import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import type { Side } from '../../shared/domain/market/side.ts';
import { type Window, windowOfSlug } from '../../shared/domain/market/window.ts';
import { MINUTE_MS } from '../../shared/domain/units/time.ts';

/** A window that a recording speaks of, with what the venue would have listed. */
export interface RecordedWindow {
  readonly slug: string;
  readonly window: Window;
  readonly conditionId: string;
  readonly tokens: Readonly<Record<Side, string>>;
  readonly description: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A token id that looks like the venue's, for a recording that does not tell it. */
export const inventedToken = (name: string, side: Side): string =>
  BigInt(`0x${sha256(`${name}:${side}`)}`).toString();

/** The window of `slug`, with invented ids where `known` has none; undefined when the slug names no window. */
export function recordedWindow(
  slug: string,
  known: Partial<Pick<RecordedWindow, 'tokens' | 'conditionId' | 'description'>> = {},
): RecordedWindow | undefined {
  const window = windowOfSlug(slug);
  if (window === undefined) return undefined;
  return {
    slug,
    window,
    conditionId: `0x${sha256(slug)}`,
    tokens: { up: inventedToken(slug, 'up'), down: inventedToken(slug, 'down') },
    description: 'Rebuilt from a recording that did not keep the listing.',
    ...known,
  };
}

/** When a window is announced on a rebuilt tape: a minute before it opens. */
export const listedAt = ({ openAt }: Window): number => openAt - MINUTE_MS;
/** When its outcome is told, where the recording does not say: a minute after it closes. */
export const resolvedAt = ({ closeAt }: Window): number => closeAt + MINUTE_MS;

const seconds = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

/** Nothing here says how the window ended, and no fee: that is left to the dated rulebook. */
function listedMarket({ slug, window, conditionId, tokens, description }: RecordedWindow) {
  return {
    id: String(window.openAt / 1000),
    question: title(window),
    conditionId,
    slug,
    description,
    eventStartTime: seconds(window.openAt),
    endDate: seconds(window.closeAt),
    acceptingOrders: true,
    enableOrderBook: true,
    active: true,
    closed: false,
    negRisk: false,
    version: 'v1',
    outcomes: '["Up", "Down"]',
    outcomePrices: '["0.5", "0.5"]',
    clobTokenIds: JSON.stringify([tokens.up, tokens.down]),
    orderPriceMinTickSize: 0.01,
    orderMinSize: 5,
  };
}

const title = ({ series, openAt, closeAt }: Window): string =>
  `${series.asset.toUpperCase()} Up or Down - ${seconds(openAt)} to ${seconds(closeAt)}`;

/** The event object of `market`, as the venue answers to its slug. */
export function gammaEvent(
  receivedAt: number,
  window: Window,
  market: Readonly<Record<string, unknown>>,
  extra: Readonly<Record<string, unknown>> = {},
): TapeLine {
  const { id, slug, question, description, closed } = market;
  const event = {
    id,
    ticker: slug,
    slug,
    title: question,
    description,
    startTime: seconds(window.openAt),
    endDate: seconds(window.closeAt),
    seriesSlug: `${window.series.asset}-up-or-down-${window.series.length}`,
    active: true,
    closed,
    ...extra,
    markets: [market],
  };
  return { receivedAt, channel: 'gamma', frame: JSON.stringify(event) };
}

export const listing = (recorded: RecordedWindow, receivedAt = listedAt(recorded.window)): TapeLine =>
  gammaEvent(receivedAt, recorded.window, listedMarket(recorded));

/** How a window ended. `inferred` says from what, when the recording has no official outcome. */
export interface RecordedOutcome {
  readonly winner: Side;
  readonly receivedAt?: number;
  readonly inferred?: string;
  readonly priceToBeat?: string;
  readonly finalPrice?: string;
}

export function resolution(recorded: RecordedWindow, outcome: RecordedOutcome): TapeLine {
  const { winner, inferred, priceToBeat, finalPrice, receivedAt = resolvedAt(recorded.window) } = outcome;
  const description =
    inferred === undefined
      ? recorded.description
      : `${recorded.description} Outcome inferred from ${inferred}.`;
  const market = {
    ...listedMarket({ ...recorded, description }),
    acceptingOrders: false,
    closed: true,
    closedTime: `${new Date(receivedAt).toISOString().slice(0, 19).replace('T', ' ')}+00`,
    umaResolutionStatus: 'resolved',
    outcomePrices: winner === 'up' ? '["1", "0"]' : '["0", "1"]',
  };
  const known = {
    ...(priceToBeat === undefined ? {} : { priceToBeat }),
    ...(finalPrice === undefined ? {} : { finalPrice }),
  };
  return gammaEvent(
    receivedAt,
    recorded.window,
    market,
    Object.keys(known).length > 0 ? { eventMetadata: known } : {},
  );
}
