import { z } from 'zod';
import { path } from './path.ts';
import { timestamp } from './timestamp.ts';

const text = z.string().optional();
const number = z.number().optional();
const instant = timestamp.optional();
const other = path.optional();

/** One test of a Choice state: exactly one of the fields below, with Variable where it compares. */
export const rule = z.strictObject({
  Comment: z.string().optional(),
  get And() {
    return z.array(rule).min(1).optional();
  },
  get Or() {
    return z.array(rule).min(1).optional();
  },
  get Not() {
    return rule.optional();
  },
  Variable: path.optional(),
  IsPresent: z.boolean().optional(),
  StringEquals: text,
  StringEqualsPath: other,
  BooleanEquals: z.boolean().optional(),
  BooleanEqualsPath: other,
  NumericEquals: number,
  NumericEqualsPath: other,
  NumericLessThan: number,
  NumericLessThanPath: other,
  NumericLessThanEquals: number,
  NumericLessThanEqualsPath: other,
  NumericGreaterThan: number,
  NumericGreaterThanPath: other,
  NumericGreaterThanEquals: number,
  NumericGreaterThanEqualsPath: other,
  TimestampEquals: instant,
  TimestampEqualsPath: other,
  TimestampLessThan: instant,
  TimestampLessThanPath: other,
  TimestampLessThanEquals: instant,
  TimestampLessThanEqualsPath: other,
  TimestampGreaterThan: instant,
  TimestampGreaterThanPath: other,
  TimestampGreaterThanEquals: instant,
  TimestampGreaterThanEqualsPath: other,
});

export type ChoiceRule = z.infer<typeof rule>;
