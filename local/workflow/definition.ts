import type { z } from 'zod';
import { QuarterhourError } from '../../shared/contracts/errors.ts';
import { type Definition, definition } from './asl.ts';
import { type Problem, problemsOf, targetsOf } from './state-checks.ts';

/** A field that cannot be run here. `state` is undefined for fields of the workflow itself. */
export interface Unsupported {
  readonly state: string | undefined;
  readonly field: string;
  readonly reason: string;
}

/**
 * A workflow that uses what is not understood here: refused as a whole, so that nothing is run wrongly.
 * @public Tests read its problems; the command line prints its message.
 */
export class UnsupportedStateError extends QuarterhourError {
  override readonly name = 'UnsupportedStateError';
  readonly problems: readonly Unsupported[];
  constructor(problems: readonly Unsupported[]) {
    const listed = problems.map(({ state, field, reason }) => `${state ?? 'workflow'}: ${field}: ${reason}`);
    super(`this workflow cannot be run locally:\n${listed.join('\n')}`);
    this.problems = problems;
  }
}

/** The definition with its types, if all of it can be run with these tasks. Throws {@link UnsupportedStateError}. */
export function parseDefinition(source: unknown, tasks: ReadonlySet<string>): Definition {
  const parsed = definition.safeParse(source);
  const problems = parsed.success ? misfits(parsed.data, tasks) : parsed.error.issues.flatMap(unsupported);
  if (!parsed.success || problems.length > 0) throw new UnsupportedStateError(problems);
  return parsed.data;
}

function unsupported(issue: z.core.$ZodIssue): Unsupported[] {
  const [top, name, ...rest] = issue.path.map(String);
  const inState = top === 'States' && name !== undefined;
  const state = inState ? name : undefined;
  const fields = inState ? rest : issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [{ state, field: fields.join('.'), reason: issue.message }];
  return issue.keys.map((key) => ({ state, field: [...fields, key].join('.'), reason: 'is not supported' }));
}

function misfits({ StartAt, States }: Definition, tasks: ReadonlySet<string>): Unsupported[] {
  const lost = (to: string) => !Object.hasOwn(States, to);
  const start = lost(StartAt) ? [{ state: undefined, field: 'StartAt', reason: `no state ${StartAt}` }] : [];
  const inStates = Object.entries(States).flatMap(([name, state]) => {
    const targets = targetsOf(state).filter(lost);
    const problems: Problem[] = targets.map((to) => ['Next', `no state ${to}`]);
    return [...problems, ...problemsOf(state, tasks)].map(([field, reason]) => ({
      state: name,
      field,
      reason,
    }));
  });
  return [...start, ...inStates];
}
