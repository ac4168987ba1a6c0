import { NotResolvedError } from '../../shared/contracts/errors.ts';
import type { InputOf, OutputOf, SettlePosition } from '../../shared/contracts/tasks.ts';
import { outcomeOf } from '../../shared/domain/execution/settlement.ts';
import type { Position } from '../../shared/domain/ledger/account.ts';
import type { Side } from '../../shared/domain/market/side.ts';
import { type Strike, toStored } from '../../shared/domain/market/strike.ts';
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
 * Closes a window: the venue's word decides; when it never comes (`giveUp`), our own record of the prints does, and
 * failing that the outcome is unknown and a position stays open. The record is written before the ledger, so that run
 * again it finds what it wrote. Throws NotResolvedError while the venue has not spoken.
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
    const official = (await catalog.resolution(window))?.winner;
    if (official === undefined && !giveUp)
      throw new NotResolvedError(`the venue has not resolved ${market.slug}`);
    const strike = await references.strike(window, market.rules);
    const final = await references.final(window, market.rules);
    const decided = decide(official, strike, final);
    const held = records.some((record) => record.kind === 'order' && record.fills.length > 0);
    const position = held ? (await ledger.head())?.account.positions[windowId] : undefined;
    const kept = records.find((each): each is Settlement => each.kind === 'settlement');
    const now = clock.now();
    const settlement = kept ?? settlementOf(decided, { strike, final, at: now, position });
    if (kept === undefined) await windows.put(windowId, settlement);
    const { outcome, payout, pnl } = settlement;
    if (outcome !== 'unknown') {
      if (held) await close(deps, { windowId, outcome, decidedAt: settlement.at }, now);
      await windows.put(windowId, { ...market, status: 'settled', strike: settlement.strike });
    }
    await alarm(deps, windowId, decided, outcome, now);
    return { outcome, payout, pnl };
  };
}

interface Decided {
  readonly outcome: Side | 'unknown';
  readonly official: Side | undefined;
  /** What our own record of the prints says; undefined where it cannot. */
  readonly recorded: Side | undefined;
}

/** Only a strike that was recorded, or the venue's own, counts beside a recorded final. */
function decide(
  official: Side | undefined,
  strike: Strike | undefined,
  final: ReferenceValue | undefined,
): Decided {
  const usable = strike !== undefined && strike.source !== 'estimated' && final !== undefined;
  const recorded = usable ? outcomeOf(strike.value, final) : undefined;
  return { outcome: official ?? recorded ?? 'unknown', official, recorded };
}

function settlementOf(
  { outcome, official, recorded }: Decided,
  context: {
    strike: Strike | undefined;
    final: ReferenceValue | undefined;
    at: EpochMs;
    position: Position | undefined;
  },
): Settlement {
  const { strike, final, at, position } = context;
  const payout = position !== undefined && position.side === outcome ? position.shares : 0;
  const spent = position === undefined || outcome === 'unknown' ? 0 : position.cost + position.fee;
  return {
    kind: 'settlement',
    at,
    outcome,
    official,
    source: official !== undefined ? 'official' : recorded !== undefined ? 'recorded' : 'none',
    strike: strike && toStored(strike),
    final: final === undefined ? undefined : formatReference(final),
    payout: microUsdc(payout),
    pnl: microUsdc(payout - spent),
  };
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

/** A venue that decides against our own prints, or never, is something to look at. */
async function alarm(
  { notifier }: SettlePositionDeps,
  windowId: string,
  { official, recorded }: Decided,
  outcome: Side | 'unknown',
  at: EpochMs,
): Promise<void> {
  const told = { at, component: 'settle-position', key: `settle ${windowId}` };
  if (outcome === 'unknown')
    await notifier.notify({ ...told, severity: 'warning', message: `${windowId}: nobody says who won` });
  else if (official !== undefined && recorded !== undefined && official !== recorded)
    await notifier.notify({
      ...told,
      severity: 'warning',
      message: `${windowId}: the venue says ${official}, our prints say ${recorded}`,
    });
}
