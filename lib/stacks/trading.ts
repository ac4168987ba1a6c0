import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { READS } from '../../shared/contracts/environment.ts';
import type { TaskName } from '../../shared/workflow/trade-window.ts';
import { statementsOf } from '../access.ts';
import { alarmOfDeadLetters } from '../alarms.ts';
import { makeDeadLetters } from '../dead-letters.ts';
import { environmentOf } from '../environment.ts';
import { makeFunction } from '../function.ts';
import { LAUNCH, TASK_ACCESS, TASK_TELLS } from '../functions.ts';
import { LAUNCHES, lengthsOf } from '../launches.ts';
import { tellOfLostWindows } from '../lost-windows.ts';
import { makeSchedule } from '../schedules.ts';
import { makeWorkflow } from '../workflow.ts';
import { home } from './home.ts';
import type { Parts } from './parts.ts';

/** A window is only worth starting while it can still be observed; what is to be reconciled waits for the next call. */
const CALL_AGE = Duration.seconds(120);

/** The workflow of a window, its functions, the schedules that start it, and what takes care of what it left. */
export class Trading extends Stack {
  constructor(scope: Construct, { core, deployment }: Parts) {
    super(scope, 'Trading', home('trading', 'the workflow of a window and what starts it'));
    const makeTask = (task: TaskName): LambdaFunction =>
      makeFunction(this, task, {
        description: `Quarterhour: ${task}, a task of the workflow.`,
        environment: environmentOf(READS[task], core, deployment),
        statements: [...statementsOf(TASK_ACCESS[task], core.tables), ...mayTell(core, task)],
      });
    const workflow = makeWorkflow(this, {
      'open-window': makeTask('open-window'),
      'await-trigger': makeTask('await-trigger'),
      'evaluate-signal': makeTask('evaluate-signal'),
      'approve-risk': makeTask('approve-risk'),
      'place-order': makeTask('place-order'),
      'confirm-fill': makeTask('confirm-fill'),
      'settle-position': makeTask('settle-position'),
      'record-skip': makeTask('record-skip'),
      'raise-alert': makeTask('raise-alert'),
    });
    const deadLetters = makeDeadLetters(this, 'trading');
    const launch = makeFunction(this, 'launch-window', {
      description: 'Quarterhour: starts the workflow of the windows that are about to open.',
      environment: environmentOf(READS['launch-window'], core, deployment, {
        STATE_MACHINE_ARN: workflow.stateMachineArn,
      }),
      statements: [
        ...statementsOf(LAUNCH['launch-window'], core.tables),
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [workflow.stateMachineArn] }),
      ],
      deadLetters,
    });
    for (const length of lengthsOf(deployment.series))
      makeSchedule(this, `launch-${length}`, {
        description: `A minute before the windows of ${length} open.`,
        cron: LAUNCHES[length],
        target: launch,
        deadLetters,
        maxAge: CALL_AGE,
      });
    const reconcile = makeFunction(this, 'reconcile', {
      description: 'Quarterhour: settles what the executions of closed windows left behind.',
      environment: environmentOf(READS.reconcile, core, deployment),
      statements: [...statementsOf(LAUNCH.reconcile, core.tables), ...core.topics.mayPublish('warning')],
      deadLetters,
      // It may have to ask for each of many windows.
      timeoutSeconds: 120,
    });
    makeSchedule(this, 'reconcile', {
      description: 'Seven minutes after each quarter of an hour.',
      cron: { minute: '7/15' },
      target: reconcile,
      deadLetters,
      maxAge: CALL_AGE,
    });
    tellOfLostWindows(this, { topics: core.topics, workflow, deadLetters });
    alarmOfDeadLetters(this, core.topics, deadLetters);
  }
}

function mayTell({ topics }: Parts['core'], task: TaskName): PolicyStatement[] {
  const severity = TASK_TELLS[task];
  return severity === undefined ? [] : topics.mayPublish(severity);
}
