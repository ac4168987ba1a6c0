import { Arn, ArnFormat, type Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Lets its holder read the secrets of these names. Secrets Manager ends every ARN in six characters of its own. */
export function mayRead(stack: Stack, ...names: readonly (string | undefined)[]): PolicyStatement[] {
  const resources = names
    .filter((name) => name !== undefined)
    .map((name) =>
      Arn.format(
        {
          service: 'secretsmanager',
          resource: 'secret',
          resourceName: `${name}-??????`,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        },
        stack,
      ),
    );
  return resources.length === 0
    ? []
    : [new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources })];
}
