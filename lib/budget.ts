import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { budgetOf } from '../local/cost/estimate.ts';
import type { Deployment } from '../shared/contracts/deployment.ts';

const PER_CENT = 100;

/** Tells when the account spends more than the budget of a month, or is about to. It watches the account as a whole. */
export const makeBudget = (
  scope: Construct,
  { series, budget = budgetOf(series) }: Deployment,
  topic: ITopic,
): CfnBudget =>
  new CfnBudget(scope, 'Budget', {
    budget: {
      budgetName: 'quarterhour',
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: budget, unit: 'USD' },
    },
    notificationsWithSubscribers: ['ACTUAL', 'FORECASTED'].map((notificationType) => ({
      notification: {
        notificationType,
        threshold: PER_CENT,
        comparisonOperator: 'GREATER_THAN',
        thresholdType: 'PERCENTAGE',
      },
      subscribers: [{ subscriptionType: 'SNS', address: topic.topicArn }],
    })),
  });
