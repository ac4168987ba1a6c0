import { expect, test } from 'vitest';
import { makeNotify } from '../../../lambdas/notify/handler.ts';
import { ChannelUnavailableError } from '../../../shared/contracts/errors.ts';
import { Notify } from '../../../shared/contracts/watch.ts';
import type { Chat } from '../../../shared/ports/channels.ts';

const topic = (severity: string) => `arn:aws:sns:us-east-1:1:quarterhour-${severity}`;
/** As SNS hands the message of an alarm to a function. */
const message = (severity: string, text: unknown, rest: object = {}) => ({
  Records: [
    {
      EventSource: 'aws:sns',
      Sns: {
        Type: 'Notification',
        TopicArn: topic(severity),
        Subject: 'ALARM: "quarterhour-drawdown" in US East (N. Virginia)',
        Message: typeof text === 'string' ? text : JSON.stringify(text),
        Timestamp: '2026-11-22T17:00:00.000Z',
        MessageAttributes: {},
        ...rest,
      },
    },
  ],
});
const alarm = (state = 'ALARM') => ({
  AlarmName: 'quarterhour-drawdown',
  AlarmDescription: 'More than 15 % below the peak. What to do: docs/runbook.md#drawdown',
  NewStateValue: state,
  NewStateReason: 'Threshold Crossed: 1 datapoint [16.0] was greater than the threshold (15.0).',
  OldStateValue: 'OK',
});

function rig(failing: readonly string[] = []) {
  const posts: string[] = [];
  const broken = new Set(failing);
  const chatOf = (channel: Chat['channel']): Chat => ({
    channel,
    post: async (text) => {
      if (broken.has(channel)) throw new ChannelUnavailableError(`${channel} answered 500`);
      posts.push(`${channel} ${text}`);
    },
  });
  const known = new Set<string>();
  const notify = makeNotify({
    told: {
      wasTold: async (key) => known.has(key),
      record: async (key) => void known.add(key),
    },
    chats: [chatOf('discord'), chatOf('telegram')],
    severities: {
      [topic('critical')]: 'critical',
      [topic('high')]: 'high',
      [topic('warning')]: 'warning',
    },
  });
  return { posts, mend: () => broken.clear(), notify: (event: unknown) => notify(Notify.input.parse(event)) };
}

test('an alarm is told to the chats of its severity, with what to do', async () => {
  const { posts, notify } = rig();
  expect(await notify(message('critical', alarm()))).toEqual({ posted: 2 });
  const text =
    'CRITICAL: More than 15 % below the peak. What to do: docs/runbook.md#drawdown\n' +
    'Threshold Crossed: 1 datapoint [16.0] was greater than the threshold (15.0).';
  expect(posts).toEqual([`discord ${text}`, `telegram ${text}`]);
});

test('a warning is for Discord alone', async () => {
  const { posts, notify } = rig();
  await notify(message('warning', alarm()));
  expect(posts.map((post) => post.split(' ')[0])).toEqual(['discord']);
});

test('what comes again is told once', async () => {
  const { posts, notify } = rig();
  await notify(message('high', alarm()));
  expect(await notify(message('high', alarm()))).toEqual({ posted: 0 });
  expect(posts).toHaveLength(2);
});

test.each(['OK', 'INSUFFICIENT_DATA'])('an alarm that becomes %s is no news', async (state) => {
  const { posts, notify } = rig();
  expect(await notify(message('high', alarm(state)))).toEqual({ posted: 0 });
  expect(posts).toEqual([]);
});

test('a chat that is down keeps nothing from the other, and gets its message when all is tried again', async () => {
  const { posts, mend, notify } = rig(['discord']);
  await expect(notify(message('high', alarm()))).rejects.toThrow('discord answered 500');
  expect(posts.map((post) => post.split(' ')[0])).toEqual(['telegram']);
  mend();
  expect(await notify(message('high', alarm()))).toEqual({ posted: 1 });
  expect(posts.map((post) => post.split(' ')[0])).toEqual(['telegram', 'discord']);
});

test('our own alerts are told by their key, other texts by themselves', async () => {
  const { posts, notify } = rig();
  const ours = {
    Subject: 'Quarterhour critical: edge-review',
    MessageAttributes: { key: { Type: 'String', Value: 'k' } },
  };
  await notify(message('critical', 'Entries are halted.', ours));
  await notify(message('critical', 'Entries are still halted.', ours));
  await notify(message('critical', 'You have spent $24.', { Subject: null }));
  await notify(message('critical', 'You have spent $31.', { Subject: null }));
  expect(posts.filter((post) => post.startsWith('discord'))).toEqual([
    'discord CRITICAL: Quarterhour critical: edge-review\nEntries are halted.',
    'discord CRITICAL: Quarterhour\nYou have spent $24.',
    'discord CRITICAL: Quarterhour\nYou have spent $31.',
  ]);
});

test('what is for e-mail alone is passed over', async () => {
  const { posts, notify } = rig();
  await notify(message('high', 'summary', { MessageAttributes: { to: { Type: 'String', Value: 'email' } } }));
  expect(posts).toEqual([]);
});

test('an alarm without a description has its name, and a topic that nobody knows is critical', async () => {
  const { posts, notify } = rig();
  await notify(message('unheard', { ...alarm(), AlarmDescription: null }));
  expect(posts[0]).toMatch(/^discord CRITICAL: quarterhour-drawdown\n/);
});
