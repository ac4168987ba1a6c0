import type { Refusal } from '../servers/outlet.ts';
import type { FaultKind } from './fault.ts';

/** How an upgrade is refused during a fault of a kind. */
export const UPGRADE_REFUSALS: { readonly [K in FaultKind]?: number | 'hang' } = {
  'half-open': 'hang',
  'http-429': 429,
  'http-403': 403,
  'http-451': 451,
};

/** How a REST request is refused during a fault of a kind: facts/exchanges.md 1.2, facts/polymarket.md 2.7. */
export const REQUEST_REFUSALS: { readonly [K in FaultKind]?: Refusal } = {
  'half-open': 'hang',
  'http-429': {
    status: 429,
    headers: { 'Retry-After': '2', 'Content-Type': 'application/json' },
    body: '{"error":"Too Many Requests"}',
  },
  'http-425': {
    status: 425,
    headers: { 'Content-Type': 'application/json' },
    body: '{"error":"the matching engine is restarting"}',
  },
};
