import { invariant } from '../../shared/domain/units/invariant.ts';
import type { ChoiceRule } from './choice-rule.ts';
import { find, read, type Scope } from './path.ts';
import { StatesError } from './states-error.ts';
import { parseTimestamp } from './timestamp.ts';

type Kind = 'String' | 'Boolean' | 'Numeric' | 'Timestamp';
type Comparable = string | number | boolean;

const OPERATOR = /^(String|Boolean|Numeric|Timestamp)([A-Za-z]+?)(Path)?$/;

const RELATIONS: Readonly<Record<string, (left: Comparable, right: Comparable) => boolean>> = {
  Equals: (left, right) => left === right,
  LessThan: (left, right) => left < right,
  LessThanEquals: (left, right) => left <= right,
  GreaterThan: (left, right) => left > right,
  GreaterThanEquals: (left, right) => left >= right,
};

/** Whether a rule of a Choice state holds. A variable of another type than the operator's never matches. */
export function holds(rule: ChoiceRule, scope: Scope): boolean {
  if (rule.And !== undefined) return rule.And.every((inner) => holds(inner, scope));
  if (rule.Or !== undefined) return rule.Or.some((inner) => holds(inner, scope));
  if (rule.Not !== undefined) return !holds(rule.Not, scope);
  invariant(rule.Variable !== undefined, 'a rule that compares has a Variable');
  if (rule.IsPresent !== undefined) return (find(rule.Variable, scope) !== undefined) === rule.IsPresent;
  return compare(rule.Variable, rule, scope);
}

function compare(variable: string, rule: ChoiceRule, scope: Scope): boolean {
  for (const [operator, operand] of Object.entries(rule)) {
    const [, kind, relation = '', isPath] = OPERATOR.exec(operator) ?? [];
    const related = RELATIONS[relation];
    if (related === undefined) continue;
    const left = comparable(kind as Kind, read(variable, scope));
    const right = isPath
      ? operandAt(operand as string, kind as Kind, scope)
      : comparable(kind as Kind, operand);
    return left !== undefined && right !== undefined && related(left, right);
  }
  return false;
}

/** The other side of a comparison by path: here another type is an error, as in Step Functions. */
function operandAt(path: string, kind: Kind, scope: Scope): Comparable {
  const value = comparable(kind, read(path, scope));
  if (value === undefined) throw new StatesError('States.Runtime', `the value at ${path} is no ${kind}`);
  return value;
}

function comparable(kind: Kind, value: unknown): Comparable | undefined {
  switch (kind) {
    case 'String':
      return typeof value === 'string' ? value : undefined;
    case 'Boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'Numeric':
      return typeof value === 'number' ? value : undefined;
    case 'Timestamp':
      return parseTimestamp(value);
  }
}
