import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { WINDOW_FAILED } from '../shared/workflow/trade-window.ts';
import type { Topics } from './topics.ts';

interface Watched {
  readonly topics: Topics;
  readonly workflow: IStateMachine;
  readonly deadLetters: IQueue;
}

const field = (name: string): string => EventField.fromPath(`$.detail.${name}`);

/**
 * Tells of every execution that ended badly without telling of it itself: one that took too long, that failed while it
 * told, or that Step Functions could not run. What the workflow has told ends with its own error, and is left out.
 */
export function tellOfLostWindows(scope: Construct, { topics, workflow, deadLetters }: Watched): Rule {
  const role = new Role(scope, 'LostWindowsRole', {
    assumedBy: new ServicePrincipal('events.amazonaws.com'),
  });
  for (const statement of topics.mayPublish('high')) role.addToPolicy(statement);
  return new Rule(scope, 'LostWindows', {
    ruleName: 'quarterhour-lost-windows',
    description: 'A window ended badly, and its execution could not tell of it.',
    eventPattern: {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: [workflow.stateMachineArn],
        status: ['FAILED', 'TIMED_OUT'],
        error: Match.anyOf(Match.doesNotExist(), Match.nullValue(), Match.anythingBut(WINDOW_FAILED)),
      },
    },
    targets: [
      new SnsTopic(topics.of('high'), {
        authorizeUsingRole: true,
        // Else the target would let it use the key for all that is encrypted with it.
        role: role.withoutPolicyUpdates(),
        deadLetterQueue: deadLetters,
        message: RuleTargetInput.fromText(
          `${field('name')} ended as ${field('status')}, and the workflow could not tell why. What to do: docs/runbook.md#window-failed`,
        ),
      }),
    ],
  });
}
