import * as z from 'zod';
import { SIDES } from '../domain/market/side.ts';
import { epochMs } from '../domain/units/time.ts';

const Ids = z.array(z.string());

/** The minute that the schedule meant, `<aws.scheduler.scheduled-time>`; when it came may be a minute later. */
const Scheduled = z.strictObject({
  at: z.iso.datetime().transform((text) => epochMs(Date.parse(text))),
});

/** What the schedule tells `launch-window`, and what came of it: the ids of the windows. */
export const LaunchWindow = {
  input: Scheduled,
  output: z.strictObject({ started: Ids, known: Ids }),
};

/** What became of each window that was left behind; one that is still open says why. */
export const Reconcile = {
  input: Scheduled,
  output: z.strictObject({
    windows: z.array(
      z.strictObject({
        windowId: z.string(),
        outcome: z.enum([...SIDES, 'unknown', 'released', 'open']),
        why: z.string().optional(),
      }),
    ),
  }),
};
