import { PublishCommand, SNSClient, SNSServiceException } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { topicMail, topicNotifier } from '../../../../shared/adapters/sns/topics.ts';
import { ChannelUnavailableError } from '../../../../shared/contracts/errors.ts';
import type { Alert } from '../../../../shared/ports/notifier.ts';
import { secondsIn } from '../../domain/examples.ts';

const sns = mockClient(SNSClient);
const client = sns as unknown as SNSClient;
const CRITICAL = 'arn:aws:sns:us-east-1:111122223333:quarterhour-critical';
const notifier = topicNotifier(client, { critical: CRITICAL });
const alert: Alert = {
  at: secondsIn(0),
  severity: 'critical',
  component: 'edge-review',
  message: 'Entries are halted.',
  key: 'edge-review',
};
const published = () => sns.commandCalls(PublishCommand).map(({ args }) => args[0].input);

beforeEach(() => {
  sns.reset();
  sns.on(PublishCommand).resolves({ MessageId: '1' });
});

test('an alert goes to the topic of its severity, with its key', async () => {
  await notifier.notify(alert);
  expect(published()).toEqual([
    {
      TopicArn: CRITICAL,
      Subject: 'Quarterhour critical: edge-review',
      Message: 'Entries are halted.',
      MessageAttributes: { key: { DataType: 'String', StringValue: 'edge-review' } },
    },
  ]);
});

test('an alert without a topic is left to the log', async () => {
  await notifier.notify({ ...alert, severity: 'info' });
  expect(published()).toEqual([]);
});

test('a text for e-mail is marked as such', async () => {
  await topicMail(client, CRITICAL).send({ subject: 'Quarterhour: 2026-11-21', text: 'P&L: $+1.00' });
  expect(published()).toMatchObject([
    {
      Subject: 'Quarterhour: 2026-11-21',
      Message: 'P&L: $+1.00',
      MessageAttributes: { to: { DataType: 'String', StringValue: 'email' } },
    },
  ]);
});

test('a subject is ASCII on one line of less than a hundred characters', async () => {
  await topicMail(client, CRITICAL).send({ subject: `\u00c4 day\n${'x'.repeat(200)}`, text: 'x' });
  const [{ Subject } = { Subject: '' }] = published();
  expect(Subject).toBe(`? day ${'x'.repeat(93)}`);
  expect(Subject).toHaveLength(99);
});

test.each([
  [
    'a throttled request',
    new SNSServiceException({
      name: 'ThrottledException',
      $fault: 'client',
      message: 'Rate exceeded',
      $metadata: { httpStatusCode: 429 },
    }),
    'topic quarterhour-critical takes no message: Rate exceeded',
  ],
  [
    'an expired token',
    new SNSServiceException({
      name: 'ExpiredTokenException',
      $fault: 'client',
      message: 'The security token included in the request is expired',
      $metadata: { httpStatusCode: 403 },
    }),
    'topic quarterhour-critical takes no message: The security token included in the request is expired',
  ],
  [
    'a refused connection, which has a code and no message',
    Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }),
    'topic quarterhour-critical takes no message: ECONNREFUSED',
  ],
])('%s is a channel that is unavailable', async (_, cause, message) => {
  sns.on(PublishCommand).rejects(cause);
  const failure = await notifier.notify(alert).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ChannelUnavailableError);
  expect(failure).toMatchObject({ message, cause });
});

test('a request that we built wrong stays what it is', async () => {
  sns.on(PublishCommand).rejects(new TypeError('not a message'));
  await expect(notifier.notify(alert)).rejects.toBeInstanceOf(TypeError);
});
