import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { type TaskName, tradeWindow } from '../shared/workflow/trade-window.ts';

export const WORKFLOW_NAME = 'quarterhour-trade-window';

/** 'open-window' is `${OpenWindow}`: CloudFormation takes no dash in the name of a substitution. */
const placeholder = (task: string): string =>
  task.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The workflow that every host runs, with functions in the place of its tasks. */
export function makeWorkflow(
  scope: Construct,
  functions: Readonly<Record<TaskName, IFunction>>,
): StateMachine {
  const definition = tradeWindow((task) => `\${${placeholder(task)}}`);
  const machine = new StateMachine(scope, 'TradeWindow', {
    stateMachineName: WORKFLOW_NAME,
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(JSON.stringify(definition)),
    definitionSubstitutions: Object.fromEntries(
      Object.entries(functions).map(([task, { functionArn }]) => [placeholder(task), functionArn]),
    ),
    tracingEnabled: true,
    logs: {
      level: LogLevel.ALL,
      includeExecutionData: true,
      destination: new LogGroup(scope, 'TradeWindowLog', {
        logGroupName: `/aws/vendedlogs/states/${WORKFLOW_NAME}`,
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    },
  });
  machine.addToRolePolicy(
    new PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: Object.values(functions).map(({ functionArn }) => functionArn),
    }),
  );
  Validations.of(machine).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'Neither X-Ray nor the delivery of logs has resources that a policy could name.',
  });
  return machine;
}
