import { Duration, Stack } from 'aws-cdk-lib';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { alarmOfDeadLetters, makeAlarms } from '../alarms.ts';
import { makeBudget } from '../budget.ts';
import { makeDashboard } from '../dashboard.ts';
import { makeDeadLetters } from '../dead-letters.ts';
import { LAUNCH, TASK_ACCESS, WATCH_ACCESS } from '../functions.ts';
import { subscribeRecipients } from '../recipients.ts';
import { makeSchedule } from '../schedules.ts';
import { SEVERITIES } from '../topics.ts';
import { makeWatchFunctions } from '../watch-functions.ts';
import { home } from './home.ts';
import type { Parts } from './parts.ts';

/** What comes an hour late still tells how the day was. */
const REPORT_AGE = Duration.hours(1);

/** Dashboard, alarms, budget, reports, and everything that tells people. */
export class Watch extends Stack {
  constructor(scope: Construct, { core, deployment }: Parts) {
    super(scope, 'Watch', home('watch', 'dashboard, alarms, budget, reports and notifications'));
    const { topics } = core;
    const deadLetters = makeDeadLetters(this, 'watch');
    const functions = makeWatchFunctions(this, { core, deployment }, deadLetters);

    for (const severity of SEVERITIES)
      topics
        .of(severity)
        .addSubscription(new LambdaSubscription(functions.notify, { deadLetterQueue: deadLetters }));
    subscribeRecipients(this, topics, deployment);

    makeSchedule(this, 'daily-report', {
      description: 'The end of the day, UTC.',
      cron: { minute: '0', hour: '0' },
      target: functions['daily-report'],
      deadLetters,
      maxAge: REPORT_AGE,
    });
    makeSchedule(this, 'edge-review', {
      description: 'The end of the week, UTC.',
      cron: { minute: '10', hour: '0', weekDay: 'MON' },
      target: functions['edge-review'],
      deadLetters,
      maxAge: REPORT_AGE,
    });

    makeAlarms(this, topics, deployment.series);
    alarmOfDeadLetters(this, topics, deadLetters);
    makeBudget(this, deployment, topics.of('high'));
    makeDashboard(this, {
      charts: functions['chart-widget'],
      functionNames: [TASK_ACCESS, LAUNCH, WATCH_ACCESS].flatMap((each) =>
        Object.keys(each).map((name) => `quarterhour-${name}`),
      ),
    });
  }
}
