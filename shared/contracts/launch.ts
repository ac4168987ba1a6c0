import * as z from 'zod';
import { epochMs } from '../domain/units/time.ts';

const Ids = z.array(z.string());

/** What the schedule tells `launch-window`, and what came of it: the ids of the windows. */
export const LaunchWindow = {
  input: z.strictObject({
    /** The minute that the schedule meant, `<aws.scheduler.scheduled-time>`; when it came may be a minute later. */
    at: z.iso.datetime().transform((text) => epochMs(Date.parse(text))),
  }),
  output: z.strictObject({ started: Ids, known: Ids }),
};
