import { QuarterhourError } from '../contracts/errors.ts';
import type { Notifier } from '../ports/notifier.ts';

/**
 * Keeps every alert, then tells it. One that cannot be told was kept, and what it was about is not undone for that: the
 * log has why.
 */
export const keptAndTold = (keep: Notifier, tell: Notifier, log: (line: string) => void): Notifier => ({
  async notify(alert) {
    await keep.notify(alert);
    try {
      await tell.notify(alert);
    } catch (error) {
      if (!(error instanceof QuarterhourError)) throw error;
      log(JSON.stringify({ level: 'error', name: error.name, message: error.message, alert: alert.key }));
    }
  },
});
