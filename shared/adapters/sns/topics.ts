import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ChannelUnavailableError } from '../../contracts/errors.ts';
import type { Severity } from '../../domain/watch/severity.ts';
import type { Mail } from '../../ports/channels.ts';
import type { Notifier } from '../../ports/notifier.ts';

type Attributes = Readonly<Record<string, string>>;

const LONGEST_SUBJECT = 99;

export const topicsClient = (): SNSClient =>
  new SNSClient({
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });

/** Alerts to the topic of their severity, told once a key to chats; where there is no topic, the log must do. */
export function topicNotifier(
  client: SNSClient,
  topics: Readonly<Partial<Record<Severity, string>>>,
): Notifier {
  return {
    async notify({ severity, component, message, key }) {
      const topic = topics[severity];
      if (topic === undefined) return;
      const subject = `Quarterhour ${severity}: ${component}`;
      await publish(client, topic, { subject, text: message }, { key });
    },
  };
}

/** Texts to the e-mail addresses of a topic alone: chats pass over what is marked so. */
export const topicMail = (client: SNSClient, topic: string): Mail => ({
  send: (message) => publish(client, topic, message, { to: 'email' }),
});

async function publish(
  client: SNSClient,
  topic: string,
  { subject, text }: { readonly subject: string; readonly text: string },
  attributes: Attributes,
): Promise<void> {
  const name = topic.slice(topic.lastIndexOf(':') + 1);
  try {
    await client.send(
      new PublishCommand({
        TopicArn: topic,
        Subject: toSubject(subject),
        Message: text,
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([key, value]) => [key, { DataType: 'String', StringValue: value }]),
        ),
      }),
    );
  } catch (cause) {
    if (!(cause instanceof Error) || cause instanceof TypeError) throw cause;
    const { code = cause.name } = cause as NodeJS.ErrnoException;
    throw new ChannelUnavailableError(`topic ${name} takes no message: ${cause.message || code}`, { cause });
  }
}

/** SNS takes ASCII without line breaks, less than a hundred characters. */
const toSubject = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[^ -~]/g, '?')
    .slice(0, LONGEST_SUBJECT);
