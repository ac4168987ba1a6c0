import type { InputOf, OutputOf } from '../../shared/contracts/tasks.ts';
import { AlarmMessage, type Notify } from '../../shared/contracts/watch.ts';
import { channelsOf, type Severity } from '../../shared/domain/watch/severity.ts';
import { type Chat, type Told, tellOnce } from '../../shared/ports/channels.ts';

export interface NotifyDeps {
  readonly told: Told;
  readonly chats: readonly Chat[];
  /** By the ARN of its topic. */
  readonly severities: Readonly<Record<string, Severity>>;
}

type Message = InputOf<typeof Notify>['Records'][number]['Sns'];

/**
 * Passes what came to a topic on to the chats of its severity, the same thing at most once an hour. E-mail and SMS are
 * subscribed to the topics themselves, so that they need no function. A chat that does not take a message keeps none of
 * the others from it; then all fails, to be tried again, and tells nobody twice.
 */
export function makeNotify({ told, chats, severities }: NotifyDeps) {
  const pass = async (message: Message): Promise<number> => {
    const severity = severities[message.TopicArn] ?? 'critical';
    const notice = noticeOf(message, severity);
    if (notice === undefined) return 0;
    const posts = await Promise.allSettled(
      chats
        .filter(({ channel }) => channelsOf(severity).includes(channel))
        .map((chat) =>
          tellOnce(told, `${chat.channel} ${notice.key}`, message.Timestamp, () => chat.post(notice.text)),
        ),
    );
    for (const post of posts) if (post.status === 'rejected') throw post.reason;
    return posts.filter((post) => post.status === 'fulfilled' && post.value).length;
  };
  return async ({ Records }: InputOf<typeof Notify>): Promise<OutputOf<typeof Notify>> => {
    let posted = 0;
    for (const { Sns } of Records) posted += await pass(Sns);
    return { posted };
  };
}

/** Undefined for what is for others, or no news: an alarm that has ended, or knows nothing. */
function noticeOf(
  { Subject, Message, MessageAttributes: { key, to } }: Message,
  severity: Severity,
): { readonly key: string; readonly text: string } | undefined {
  if (to !== undefined) return undefined;
  const heading = severity.toUpperCase();
  const alarm = alarmOf(Message);
  if (alarm === undefined) {
    const subject = Subject ?? 'Quarterhour';
    return {
      key: key?.Value ?? `${subject} ${Message}`.slice(0, 500),
      text: `${heading}: ${subject}\n${Message}`,
    };
  }
  if (alarm.NewStateValue !== 'ALARM') return undefined;
  const { AlarmName, AlarmDescription, NewStateReason } = alarm;
  return { key: AlarmName, text: `${heading}: ${AlarmDescription ?? AlarmName}\n${NewStateReason}` };
}

function alarmOf(message: string) {
  try {
    return AlarmMessage.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}
