import type { RecordOf, WindowRecord } from '../record.ts';
import type { Forecast } from './performance.ts';

/**
 * What was forecast of a window whose outcome came, whether or not it was entered or filled: by the last decision of
 * record that had a probability while the market had one too. What is recorded after it (an order that found nothing) has none.
 */
export function forecastOf(records: readonly WindowRecord[]): Forecast | undefined {
  const settlement = records.find((each): each is RecordOf<'settlement'> => each.kind === 'settlement');
  if (settlement === undefined || settlement.outcome === 'unknown') return undefined;
  const estimates = records.flatMap((each) =>
    each.kind === 'decision' ? (each.decision.estimate ?? []) : [],
  );
  const estimate = estimates.findLast(({ mid }) => mid !== undefined);
  if (estimate?.mid === undefined) return undefined;
  return {
    up: estimate.side === 'up' ? estimate.probability : 1 - estimate.probability,
    mid: estimate.mid,
    outcome: settlement.outcome === 'up' ? 1 : 0,
  };
}
