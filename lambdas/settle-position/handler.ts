import { NotResolvedError, VenueUnavailableError } from '../../shared/contracts/errors.ts';
import type { InputOf, OutputOf, SettlePosition } from '../../shared/contracts/tasks.ts';
import { outcomeOf } from '../../shared/domain/execution/settlement.ts';
import { totalFills } from '../../shared/domain/execution/walk.ts';
import { seriesId } from '../../shared/domain/market/series.ts';
import type { Side } from '../../shared/domain/market/side.ts';
import { type Strike, toStored } from '../../shared/domain/market/strike.ts';
import type { Window } from '../../shared/domain/market/window.ts';
import type { RecordOf } from '../../shared/domain/record.ts';
import { trippedBreakers } from '../../shared/domain/risk/breakers.ts';
import type { RiskParameters } from '../../shared/domain/risk/parameters.ts';
import { invariant } from '../../shared/domain/units/invariant.ts';
import { microUsdc } from '../../shared/domain/units/money.ts';
import { formatReference, type ReferenceValue } from '../../shared/domain/units/spot.ts';
import type { EpochMs } from '../../shared/domain/units/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import type { MarketCatalog } from '../../shared/ports/market-catalog.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';
import { post } from '../../shared/ports/post.ts';
import type { ReferencePrices } from '../../shared/ports/reference-price.ts';
import type { Windows } from '../../shared/ports/windows.ts';

export interface SettlePositionDeps {
  readonly clock: Clock;
  readonly catalog: MarketCatalog;
  readonly references: ReferencePrices;
  readonly ledger: Ledger;
  readonly windows: Windows;
  readonly notifier: Notifier;
  readonly parameters: RiskParameters;
}

type Settlement = RecordOf<'settlement'>;

/**
 * Closes a window. The venue's word decides, as it pays; when it never comes (`giveUp`), our own record of the prints
 * does, and failing that the outcome is unknown, the position stays open, and a later run may learn more. What the
 * ledger has booked stands. The record is written before the ledger, so that run again it finds what it wrote. Throws
 * NotResolvedError while the venue has not spoken.
 */
export function makeSettlePosition(deps: SettlePositionDeps) {
  const { clock, catalog, references, ledger, windows } = deps;
  return async ({
    windowId,
    window,
    giveUp,
  }: InputOf<typeof SettlePosition>): Promise<OutputOf<typeof SettlePosition>> => {
    const records = await windows.records(windowId);
    const market = records.find((each): each is RecordOf<'market'> => each.kind === 'market');
    invariant(market !== undefined, `${windowId} was opened before it is settled`);
    const official = await winner(catalog, window, giveUp);
    if (official === undefined && !giveUp)
      throw new NotResolvedError(`the venue has not resolved ${market.slug}`);
    const strike = await references.strike(window, market.rules);
    const final = await references.final(window, market.rules);
    const order = records.find(
      (each): each is RecordOf<'order'> => each.kind === 'order' && each.fills.length > 0,
    );
    const isOpen = order !== undefined && (await ledger.head())?.account.positions[windowId] !== undefined;
    const now = clock.now();
    const kept = records.find((each): each is Settlement => each.kind === 'settlement');
    const settlement = settlementOf({ official, strike, final, order, at: now }, kept, isOpen);
    const { outcome, payout, pnl } = settlement;
    await report(deps, { windowId, series: seriesId(window.series) }, settlement, kept);
    await windows.put(windowId, settlement);
    if (outcome !== 'unknown') {
      if (order !== undefined) await close(deps, { windowId, outcome, decidedAt: settlement.at }, now);
      // What we settled by our own prints is asked for again, until the venue has spoken.
      if (order === undefined || settlement.official !== undefined)
        await windows.put(windowId, { ...market, status: 'settled', strike: settlement.strike });
    }
    return { outcome, payout, pnl };
  };
}

/** A listing that could not be reached for hours is as silent as one that does not name a winner. */
async function winner(catalog: MarketCatalog, window: Window, giveUp: boolean): Promise<Side | undefined> {
  try {
    return (await catalog.resolution(window))?.winner;
  } catch (error) {
    if (giveUp && error instanceof VenueUnavailableError) return undefined;
    throw error;
  }
}

interface Found {
  readonly official: Side | undefined;
  readonly strike: Strike | undefined;
  readonly final: ReferenceValue | undefined;
  /** The order that was filled, if one was. */
  readonly order: RecordOf<'order'> | undefined;
  readonly at: EpochMs;
}

/** What was settled before stands once the ledger has closed the position, else the venue's last word decides. */
function settlementOf(found: Found, kept: Settlement | undefined, isOpen: boolean): Settlement {
  const { strike, final, order, at } = found;
  const official = found.official ?? kept?.official;
  const recorded = kept?.recorded ?? recordedOutcome(strike, final);
  const earlier = kept === undefined || kept.outcome === 'unknown' ? undefined : kept;
  const isBooked = earlier !== undefined && order !== undefined && !isOpen;
  const outcome = isBooked ? earlier.outcome : (official ?? earlier?.outcome ?? recorded ?? 'unknown');
  if (earlier?.outcome === outcome) return { ...earlier, official, recorded };
  const { shares, cost, fee } = totalFills(order?.fills ?? []);
  const payout = order !== undefined && order.order.side === outcome ? shares : 0;
  const spent = outcome === 'unknown' ? 0 : cost + fee;
  return {
    kind: 'settlement',
    at,
    outcome,
    official,
    recorded,
    source: official !== undefined ? 'official' : recorded !== undefined ? 'recorded' : 'none',
    strike: strike && toStored(strike),
    final: final === undefined ? undefined : formatReference(final),
    payout: microUsdc(payout),
    pnl: microUsdc(payout - spent),
  };
}

/** Only a strike that was recorded, or the venue's own, counts beside a recorded final. */
function recordedOutcome(strike: Strike | undefined, final: ReferenceValue | undefined): Side | undefined {
  const usable = strike !== undefined && strike.source !== 'estimated' && final !== undefined;
  return usable ? outcomeOf(strike.value, final) : undefined;
}

/** Books the payout and trips the breakers that it brings about; run again later, none that has expired since. */
async function close(
  { ledger, parameters }: SettlePositionDeps,
  { windowId, outcome, decidedAt }: { windowId: string; outcome: Side; decidedAt: EpochMs },
  at: EpochMs,
): Promise<void> {
  const { lockoutWins, lockoutTrades } = parameters;
  const account = await post(ledger, { kind: 'settled', windowId, outcome, lockoutWins, lockoutTrades }, at);
  for (const halt of trippedBreakers(account, parameters, decidedAt))
    await post(ledger, { kind: 'halted', halt }, at);
}

/**
 * An outcome that is contradicted halts its series until someone has looked; one that nobody knows is reported. Both
 * once, since the record that is written next keeps what was found.
 */
async function report(
  { clock, ledger, notifier }: SettlePositionDeps,
  { windowId, series }: { windowId: string; series: string },
  settlement: Settlement,
  kept: Settlement | undefined,
): Promise<void> {
  const contradiction = contradictionOf(settlement, kept);
  const isUnknown = settlement.outcome === 'unknown' && kept === undefined;
  if (contradiction === undefined && !isUnknown) return;
  const now = clock.now();
  const alert = {
    at: now,
    severity: 'warning',
    component: 'settle-position',
    key: `settle ${windowId}`,
  } as const;
  if (contradiction === undefined)
    return notifier.notify({ ...alert, message: `${windowId}: nobody says who won` });
  const reason = `${windowId}: ${contradiction}`;
  await post(
    ledger,
    { kind: 'halted', halt: { breaker: 'outcome', series, severity: 'high', since: now, reason } },
    now,
  );
  await notifier.notify({
    ...alert,
    message: `${reason}. ${series} is halted until a recorded resume. What to do: docs/runbook.md#outcome`,
  });
}

/** What speaks against the venue's word, where it was not found before. */
function contradictionOf(
  { official, recorded }: Settlement,
  kept: Settlement | undefined,
): string | undefined {
  if (official === undefined || official === kept?.official) return undefined;
  const venue = `the venue says ${official}`;
  if (kept?.official !== undefined) return `${venue}, and said ${kept.official} before`;
  return recorded === undefined || recorded === official ? undefined : `${venue}, our prints say ${recorded}`;
}
