import { z } from 'zod';
import { rule } from './choice-rule.ts';
import { path, resultPath } from './path.ts';
import { template } from './template.ts';
import { timestamp } from './timestamp.ts';

/** The part of the Amazon States Language (JSONPath) that runs here. What is not listed is refused. */

/** Starts a function and takes what it returns. */
const INVOKE = 'arn:aws:states:::lambda:invoke';
/** Starts a function, then waits until somebody hands back the token that was passed to it. */
export const INVOKE_WITH_TOKEN = 'arn:aws:states:::lambda:invoke.waitForTaskToken';

const seconds = z.int().min(0).max(99_999_999);
const errorNames = z.array(z.string()).min(1);
const shown = { Comment: z.string().optional(), QueryLanguage: z.literal('JSONPath').optional() };
const input = { InputPath: path.nullable().optional() };
const output = { OutputPath: path.nullable().optional() };
const result = { ResultPath: resultPath.nullable().optional() };
const onward = { Next: z.string().optional(), End: z.literal(true).optional() };

const retrier = z.strictObject({
  ErrorEquals: errorNames,
  IntervalSeconds: z.int().min(1).optional(),
  MaxAttempts: z.int().min(0).optional(),
  BackoffRate: z.number().min(1).optional(),
  MaxDelaySeconds: z.int().min(1).optional(),
  /** Accepted and not applied: the delay here is the longest that Step Functions could draw. */
  JitterStrategy: z.enum(['NONE', 'FULL']).optional(),
  Comment: z.string().optional(),
});

const catcher = z.strictObject({
  ErrorEquals: errorNames,
  Next: z.string(),
  ...result,
  Comment: z.string().optional(),
});

const pass = z.strictObject({
  Type: z.literal('Pass'),
  Parameters: template.optional(),
  Result: z.json().optional(),
  ...shown,
  ...input,
  ...result,
  ...output,
  ...onward,
});

const task = z.strictObject({
  Type: z.literal('Task'),
  Resource: z.enum([INVOKE, INVOKE_WITH_TOKEN]),
  Parameters: z.strictObject({
    FunctionName: z.string(),
    Payload: template.optional(),
    'Payload.$': path.optional(),
  }),
  ResultSelector: template.optional(),
  Retry: z.array(retrier).optional(),
  Catch: z.array(catcher).optional(),
  TimeoutSeconds: seconds.min(1).optional(),
  TimeoutSecondsPath: path.optional(),
  ...shown,
  ...input,
  ...result,
  ...output,
  ...onward,
});

const choice = z.strictObject({
  Type: z.literal('Choice'),
  Choices: z.array(rule.extend({ Next: z.string() })).min(1),
  Default: z.string().optional(),
  ...shown,
  ...input,
  ...output,
});

const wait = z.strictObject({
  Type: z.literal('Wait'),
  Seconds: seconds.optional(),
  SecondsPath: path.optional(),
  Timestamp: timestamp.optional(),
  TimestampPath: path.optional(),
  ...shown,
  ...input,
  ...output,
  ...onward,
});

const succeed = z.strictObject({ Type: z.literal('Succeed'), ...shown, ...input, ...output });

const fail = z.strictObject({
  Type: z.literal('Fail'),
  Error: z.string().optional(),
  ErrorPath: path.optional(),
  Cause: z.string().optional(),
  CausePath: path.optional(),
  ...shown,
});

export const definition = z.strictObject({
  StartAt: z.string(),
  States: z.record(z.string(), z.discriminatedUnion('Type', [pass, task, choice, wait, succeed, fail])),
  Version: z.literal('1.0').optional(),
  TimeoutSeconds: seconds.min(1).optional(),
  ...shown,
});

export type Definition = z.infer<typeof definition>;
export type State = Definition['States'][string];
export type Retrier = z.infer<typeof retrier>;
export type Catcher = z.infer<typeof catcher>;
export type PassState = z.infer<typeof pass>;
export type TaskState = z.infer<typeof task>;
export type ChoiceState = z.infer<typeof choice>;
export type WaitState = z.infer<typeof wait>;
export type FailState = z.infer<typeof fail>;
