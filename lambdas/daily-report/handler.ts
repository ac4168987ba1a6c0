import type { InputOf, OutputOf } from '../../shared/contracts/tasks.ts';
import type { DailyReport } from '../../shared/contracts/watch.ts';
import type { Account } from '../../shared/domain/ledger/account.ts';
import { activeHalts } from '../../shared/domain/risk/breakers.ts';
import { invariant } from '../../shared/domain/units/invariant.ts';
import { after, DAY_MS, type EpochMs, toIso, utcDay } from '../../shared/domain/units/time.ts';
import { accountMeasures } from '../../shared/domain/watch/account-measures.ts';
import type { WatchedTrade } from '../../shared/domain/watch/closed-trade.ts';
import { type DailyFigures, dailyFigures, tradesOfDay } from '../../shared/domain/watch/daily-figures.ts';
import { dailyText } from '../../shared/domain/watch/daily-text.ts';
import { type Chat, type Mail, type Told, tellOnce } from '../../shared/ports/channels.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { recordsOfDays } from '../../shared/ports/days.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import type { Metrics } from '../../shared/ports/metrics.ts';
import type { Alert } from '../../shared/ports/notifier.ts';
import type { Files } from '../../shared/ports/ticks.ts';
import type { Windows } from '../../shared/ports/windows.ts';

export interface DailyReportDeps {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly windows: Windows;
  readonly eventsOfDay: (day: EpochMs) => Promise<readonly Alert[]>;
  readonly files: Files;
  /** Where a file of that name is found, for people. */
  readonly placeOf: (name: string) => string;
  readonly page: (figures: DailyFigures, trades: readonly WatchedTrade[]) => string;
  readonly mail: Mail;
  readonly chats: readonly Chat[];
  readonly told: Told;
  readonly metrics: Metrics;
}

/** More troubles than this are a trouble of their own; the report has them all. */
const MOST_TROUBLES = 10;

/**
 * Tells how the UTC day before that of `at` went: a page among the files, a text by e-mail and in the chats. Run again
 * within the hour, it tells nobody twice.
 */
export function makeDailyReport(deps: DailyReportDeps) {
  const { clock, ledger, windows, files, placeOf, page, metrics } = deps;
  return async ({ at }: InputOf<typeof DailyReport>): Promise<OutputOf<typeof DailyReport>> => {
    const day = after(utcDay(at), -DAY_MS);
    const account = await accountAfter(ledger, after(day, DAY_MS));
    metrics.record(accountMeasures(account, clock.now()));
    const records = await recordsOfDays(windows, after(day, -DAY_MS), day);
    const troubles = troublesOf(account, await deps.eventsOfDay(day), utcDay(at));
    const figures = dailyFigures(day, records, account, troubles.slice(0, MOST_TROUBLES));
    const date = toIso(day).slice(0, 10);
    const name = `daily/${date}.html`;
    await files.put(name, Buffer.from(page({ ...figures, troubles }, tradesOfDay(records, day))));
    await tell(deps, date, (pictures) => `${dailyText(figures, { pictures })}\n\nReport: ${placeOf(name)}`);
    return { day: date, trades: figures.trades, report: name };
  };
}

/** The account as the day left it; of one that was opened later, its beginning. */
async function accountAfter(ledger: Ledger, end: EpochMs): Promise<Account> {
  let account: Account | undefined;
  for await (const entry of ledger.entries()) {
    if (account !== undefined && entry.at >= end) break;
    account = entry.account;
  }
  invariant(account !== undefined, 'an account is opened before its first report');
  return account;
}

const troublesOf = (account: Account, events: readonly Alert[], now: EpochMs): string[] => [
  ...activeHalts(account, now).map(({ breaker, reason }) => `halted by ${breaker}: ${reason}`),
  ...events
    .filter(({ severity }) => severity !== 'info')
    .map(({ severity, component, message }) => `${severity}, ${component}: ${message}`),
];

/** To everyone, whoever of them fails; then what failed first. */
async function tell(
  { mail, chats, told, clock }: DailyReportDeps,
  date: string,
  text: (pictures: boolean) => string,
): Promise<void> {
  const once = (channel: string, act: () => Promise<void>) =>
    tellOnce(told, `${channel} daily ${date}`, clock.now(), act);
  const done = await Promise.allSettled([
    once('email', () => mail.send({ subject: `Quarterhour: ${date}`, text: text(false) })),
    ...chats.map((chat) => once(chat.channel, () => chat.post(text(true)))),
  ]);
  for (const each of done) if (each.status === 'rejected') throw each.reason;
}
