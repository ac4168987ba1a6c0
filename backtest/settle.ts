import { ReferencePrints } from '../fargate/collector/reference-prints.ts';
import { outcomeOf } from '../shared/domain/execution/settlement.ts';
import type { Market } from '../shared/domain/market/market.ts';
import { rulesFor } from '../shared/domain/market/rulebook.ts';
import type { Side } from '../shared/domain/market/side.ts';
import { formatReference, type ReferenceValue } from '../shared/domain/units/spot.ts';
import { type TapeSink, tapeEvents } from './events.ts';

/** One window settled from the prints on a tape, beside the venue's word. */
interface SettledWindow {
  readonly slug: string;
  readonly strike: string | null;
  readonly close: string | null;
  /** Unknown when a print that decides is missing. */
  readonly outcome: Side | 'unknown';
  /** Null where the tape does not hold the venue's resolution. */
  readonly official: Side | null;
}

export interface SettleResult {
  readonly windows: readonly SettledWindow[];
  readonly agree: number;
  readonly disagree: number;
  /** Windows where our outcome or the venue's is missing. */
  readonly unknown: number;
}

/** Settles every listed window from the prints by the rules of its date, and compares with the official outcomes. */
export async function settleTapes(paths: readonly string[], sink: TapeSink): Promise<SettleResult> {
  const prints = new ReferencePrints();
  const markets = new Map<string, Market>();
  const strikes = new Map<string, ReferenceValue>();
  const winners = new Map<string, Side>();
  for (const path of paths)
    for await (const frames of tapeEvents(path, sink))
      for (const { events } of frames)
        for (const event of events) {
          if (event.kind === 'reference') prints.record(event);
          else if (event.kind === 'listed') {
            markets.set(event.market.conditionId, event.market);
            if (event.strike !== undefined) strikes.set(event.market.conditionId, event.strike);
          } else if (event.kind === 'resolved')
            winners.set(event.resolution.conditionId, event.resolution.winner);
        }
  const windows = [...markets.values()]
    .sort((a, b) => a.window.openAt - b.window.openAt || a.slug.localeCompare(b.slug))
    .map((market) =>
      settled(market, prints, strikes.get(market.conditionId), winners.get(market.conditionId)),
    );
  const known = windows.filter(({ outcome, official }) => outcome !== 'unknown' && official !== null);
  const agree = known.filter(({ outcome, official }) => outcome === official).length;
  return { windows, agree, disagree: known.length - agree, unknown: windows.length - known.length };
}

function settled(
  { window, declared, slug }: Market,
  prints: ReferencePrints,
  told: ReferenceValue | undefined,
  official: Side | undefined,
): SettledWindow {
  const { settlement } = rulesFor(window, declared);
  const { asset } = window.series;
  const strike = prints.at(asset, settlement, window.openAt) ?? told;
  const close = prints.at(asset, settlement, window.closeAt);
  return {
    slug,
    strike: strike === undefined ? null : formatReference(strike),
    close: close === undefined ? null : formatReference(close),
    outcome: strike === undefined || close === undefined ? 'unknown' : outcomeOf(strike, close),
    official: official ?? null,
  };
}
