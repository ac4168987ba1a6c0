import type { TaskName } from '../shared/workflow/trade-window.ts';
import type { Access } from './access.ts';
import type { Severity } from './topics.ts';

const JOURNAL = ['Query', 'PutItem'] as const;

/** The functions of the workflow, each with the least that its handler and adapters get by with. */
export const TASK_ACCESS = {
  'open-window': { windows: ['GetItem', 'PutItem'] },
  'await-trigger': { hot: ['PutItem'] },
  'evaluate-signal': { hot: ['GetItem'], windows: ['PutItem'] },
  'approve-risk': { ledger: JOURNAL, windows: ['Query', 'PutItem'], hot: ['GetItem'] },
  'place-order': { windows: ['Query', 'GetItem', 'PutItem'] },
  'confirm-fill': { ledger: JOURNAL, windows: ['Query', 'GetItem', 'PutItem'], hot: ['GetItem'] },
  'settle-position': {
    ledger: JOURNAL,
    windows: ['Query', 'PutItem'],
    hot: ['GetItem'],
    events: ['PutItem'],
  },
  'record-skip': { ledger: JOURNAL, windows: ['Query', 'PutItem'] },
  'raise-alert': { events: ['PutItem'] },
} as const satisfies Readonly<Record<TaskName, Access>>;

/** Tasks that tell people of what they found, and how severe that is. */
export const TASK_TELLS: Readonly<Partial<Record<TaskName, Severity>>> = {
  'raise-alert': 'high',
  'settle-position': 'warning',
};

/** What the schedules of trading call. The launcher opens the account, if it is new. */
export const LAUNCH = {
  'launch-window': { ledger: JOURNAL },
  reconcile: {
    ledger: JOURNAL,
    windows: ['Query', 'GetItem', 'PutItem'],
    windowsByDay: ['Query'],
    hot: ['GetItem'],
    events: ['PutItem'],
  },
} as const satisfies Readonly<Record<string, Access>>;

/** The functions that watch. */
export const WATCH_ACCESS = {
  notify: { events: ['GetItem', 'PutItem'] },
  'daily-report': {
    ledger: ['Query'],
    windows: ['Query'],
    windowsByDay: ['Query'],
    events: ['Query', 'GetItem', 'PutItem'],
  },
  'edge-review': { ledger: JOURNAL, windows: ['Query'], windowsByDay: ['Query'] },
  'chart-widget': { windows: ['Query'], windowsByDay: ['Query'], hot: ['GetItem'] },
} as const satisfies Readonly<Record<string, Access>>;
export type WatchFunction = keyof typeof WATCH_ACCESS;
