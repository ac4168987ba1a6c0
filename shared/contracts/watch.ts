import * as z from 'zod';
import { epochMs } from '../domain/units/time.ts';
import { CUSTOM_CHARTS } from '../domain/watch/dashboard.ts';

/** What the functions that watch are given and give back. */
const At = z.iso.datetime({ offset: true }).transform((text) => epochMs(Date.parse(text)));
const Attribute = z.object({ Value: z.string() });
const Count = z.int().nonnegative();

/** Messages of a topic, as SNS hands them to a function. */
export const Notify = {
  input: z.object({
    Records: z.array(
      z.object({
        Sns: z.object({
          TopicArn: z.string(),
          Subject: z.string().nullish(),
          Message: z.string(),
          Timestamp: At,
          MessageAttributes: z.object({ key: Attribute, to: Attribute }).partial().default({}),
        }),
      }),
    ),
  }),
  output: z.strictObject({ posted: Count }),
};

/** An alarm's change of state, the text of its message. */
export const AlarmMessage = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string().nullish(),
  NewStateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  NewStateReason: z.string(),
});

/** The scheduled time; when it comes may be a minute later. */
const Scheduled = z.strictObject({ at: At });

export const DailyReport = {
  input: Scheduled,
  output: z.strictObject({ day: z.string(), trades: Count, report: z.string() }),
};

export const EdgeReview = {
  input: Scheduled,
  output: z.strictObject({
    trades: Count,
    /** Dollars a share over the weeks judged; null without trades. */
    evAtEntry: z.number().nullable(),
    realisedPerShare: z.number().nullable(),
    findings: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(['exit', 'no-go']),
        tripped: z.boolean(),
        why: z.string(),
      }),
    ),
    halted: z.boolean(),
  }),
};

/** A custom widget of a dashboard asks for its HTML, or for its description. */
export const ChartWidget = {
  input: z.union([
    z.object({ describe: z.literal(true) }),
    z.object({
      chart: z.enum(CUSTOM_CHARTS),
      widgetContext: z.object({
        timeRange: z.object({
          start: z.int().nonnegative().transform(epochMs),
          end: z.int().nonnegative().transform(epochMs),
        }),
      }),
    }),
  ]),
  output: z.union([z.string(), z.strictObject({ markdown: z.string() })]),
};
