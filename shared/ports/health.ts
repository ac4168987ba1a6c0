import type { ApiHealth } from '../domain/risk/breakers.ts';

/** How the interfaces we call answered in the last five minutes. */
export interface Health {
  recent(): Promise<ApiHealth>;
}
