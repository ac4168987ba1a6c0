import { Annotations } from 'aws-cdk-lib';
import { Subscription, SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { type Deployment, tellsSomebody } from '../shared/contracts/deployment.ts';
import { channelsOf } from '../shared/domain/watch/severity.ts';
import { SEVERITIES, type Topics } from './topics.ts';

/** Subscribes the people that SNS itself can write to, each to the severities that the plan gives to their channel. */
export function subscribeRecipients(scope: Construct, topics: Topics, deployment: Deployment): void {
  if (!tellsSomebody(deployment))
    Annotations.of(scope).addWarningV2(
      'quarterhour:nobody-is-told',
      'Nobody is told of any alarm: name an e-mail address (-c email=you@example.org), a phone number or a chat.',
    );
  const { email, sms } = deployment;
  const people = [
    { channel: 'email', protocol: SubscriptionProtocol.EMAIL, endpoint: email },
    { channel: 'sms', protocol: SubscriptionProtocol.SMS, endpoint: sms === 'off' ? undefined : sms },
  ] as const;
  for (const { channel, protocol, endpoint } of people) {
    if (endpoint === undefined) continue;
    for (const severity of SEVERITIES.filter((each) => channelsOf(each).includes(channel)))
      new Subscription(scope, `${channel}-${severity}`, { topic: topics.of(severity), protocol, endpoint });
  }
}
