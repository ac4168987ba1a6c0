import type { Deployment } from '../../shared/contracts/deployment.ts';
import type { Core } from './core.ts';

/** What every stack but the first is made of. */
export interface Parts {
  readonly core: Core;
  readonly deployment: Deployment;
}
