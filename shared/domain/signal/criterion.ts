/** The named conditions of an entry, in the order in which they are judged and shown. */
export const CRITERIA = [
  'entry-window',
  'fresh-feeds',
  'book-sane',
  'strike-known',
  'strike-agrees',
  'momentum',
  'consistency',
  'confidence',
  'edge',
  'liquidity',
  'venue-open',
  'breakers',
  'risk',
] as const;
export type CriterionName = (typeof CRITERIA)[number];

/** One condition with what was found, what was asked, and whether it holds. Null where nothing could be found. */
export interface Criterion {
  readonly name: CriterionName;
  readonly ok: boolean;
  readonly value: number | string | null;
  readonly limit: number | string | null;
}

/** Why a window was not entered: the first criterion that failed, in a reader's words. */
export const SKIP_REASONS = {
  'entry-window': 'outside-entry-window',
  'fresh-feeds': 'stale-feeds',
  'book-sane': 'inconsistent-book',
  'strike-known': 'no-strike',
  'strike-agrees': 'strike-mismatch',
  momentum: 'weak-momentum',
  consistency: 'inconsistent-momentum',
  confidence: 'low-confidence',
  edge: 'no-edge',
  liquidity: 'thin-book',
  'venue-open': 'venue-closed',
  breakers: 'halted',
  risk: 'risk-limit',
} as const satisfies Record<CriterionName, string>;
export type SkipReason =
  | (typeof SKIP_REASONS)[CriterionName]
  | 'no-market'
  | 'unsupported-market'
  | 'not-filled';
