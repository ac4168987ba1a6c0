import { deployVerb } from '../../../local/cli/deploy.ts';
import { type DestroyOptions, destroyVerb } from '../../../local/cli/destroy.ts';
import { makeHome } from '../../../local/cli/home.ts';
import { MINUTE_MS } from '../../../shared/domain/units/time.ts';
import { aws } from './clouds.ts';
import { virtualPatience } from './patience.ts';

/** A CDK that ends with these codes in turn, and what it was told. */
export function rig(...codes: number[]) {
  const runs: string[] = [];
  const said: string[] = [];
  const noted: string[] = [];
  const results: unknown[] = [];
  const patience = virtualPatience();
  const voice = {
    json: true,
    result: (value: unknown) => void results.push(value),
    say: (text: string) => void said.push(text),
    note: (text: string) => void noted.push(text),
  };
  const cloud = {
    aws,
    patience,
    cdk: async (words: readonly string[]) => {
      runs.push(words.join(' '));
      return codes.shift() ?? 0;
    },
  };
  return {
    runs,
    said,
    noted,
    results,
    patience,
    deploy: (options: { context?: string[]; yes?: boolean; alerts?: boolean } = {}) =>
      deployVerb({ context: [], yes: false, alerts: false, ...options }, makeHome('.'), voice, cloud),
    destroy: (options: Partial<DestroyOptions> = {}) =>
      destroyVerb({ context: [], yes: true, wait: 20 * MINUTE_MS, ...options }, makeHome('.'), voice, cloud),
  };
}
