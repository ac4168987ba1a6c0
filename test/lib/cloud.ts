import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';

const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };

/** An app as the CDK would start it, that bundles nothing and whose templates are not checked. */
export const makeApp = (more: Readonly<Record<string, unknown>> = {}): App =>
  new App({
    context: {
      ...context,
      '@aws-cdk/core:validateAgainstDefaultRules': false,
      'aws:cdk:bundling-stacks': [],
      ...more,
    },
  });

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}
interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  readonly Roles: readonly { readonly Ref: string }[];
}

/** What every role needs for its own log and traces, and is not told of. */
const OWN = /^(logs|xray):/;

/** What the role with this logical id may do, each as 'action resource': 'dynamodb:PutItem Hot'. */
export function grantsOf(template: Template, role: string): string[] {
  const policies = Object.values(template.findResources('AWS::IAM::Policy')) as { Properties: Policy }[];
  return policies
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }) => Ref === role))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((on) => `${action} ${named(on)}`)),
    )
    .filter((grant) => !OWN.test(grant))
    .sort();
}

const OUTPUT = /^PublishOutput(?:FnGetAtt|Ref)([A-Za-z]+?)(?:[0-9A-F]{8})?(?:Arn)?[0-9A-F]{8}$/;

/** An ARN or a reference, short enough to be read: `LedgerTable`, `s3:::quarterhour-reports-<AccountId>/*`. */
function named(resource: unknown): string {
  if (typeof resource === 'string') return resource.replace(/^arn:aws:/, '');
  const {
    'Fn::GetStackOutput': output,
    'Fn::GetAtt': attribute,
    'Fn::Join': joined,
    'Fn::Sub': substituted,
    Ref,
  } = resource as {
    'Fn::GetStackOutput'?: { OutputName: string };
    'Fn::GetAtt'?: readonly string[];
    'Fn::Join'?: readonly [string, readonly unknown[]];
    'Fn::Sub'?: string;
    Ref?: string;
  };
  if (output !== undefined) return OUTPUT.exec(output.OutputName)?.[1] ?? output.OutputName;
  if (attribute !== undefined) return (attribute[0] as string).replace(/[0-9A-F]{8}$/, '');
  if (joined !== undefined)
    return joined[1]
      .map(named)
      .join(joined[0])
      .replace(/^arn:aws:/, '');
  if (substituted !== undefined) return substituted.replaceAll(/\$\{AWS::(\w+)\}/g, '<$1>');
  return Ref?.startsWith('AWS::') ? `<${Ref.slice(5)}>` : (Ref ?? '').replace(/[0-9A-F]{8}$/, '');
}

/** The only resource of its type whose properties match, with its logical id. */
export function theOne(template: Template, type: string, props: Record<string, unknown> = {}) {
  const found = Object.entries(template.findResources(type, { Properties: props }));
  if (found.length !== 1)
    throw new Error(`${found.length} resources are ${type} with ${JSON.stringify(props)}`);
  const [logicalId, resource] = found[0] as [string, { Properties: Record<string, never> }];
  return { logicalId, properties: resource.Properties };
}

/** The logical id of the role of a function. */
export function roleOf(template: Template, functionName: string): string {
  const { properties } = theOne(template, 'AWS::Lambda::Function', { FunctionName: functionName });
  return (properties.Role as unknown as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0];
}
