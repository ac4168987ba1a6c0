import type { Side } from '../market/side.ts';
import type { ReferenceValue } from '../units/spot.ts';

/** The venue's rule: at or above the strike is Up, a tie included. */
export const outcomeOf = (strike: ReferenceValue, final: ReferenceValue): Side =>
  final >= strike ? 'up' : 'down';
