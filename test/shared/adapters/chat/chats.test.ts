import { expect, test } from 'vitest';
import { discordChat } from '../../../../shared/adapters/chat/discord.ts';
import { telegramChat } from '../../../../shared/adapters/chat/telegram.ts';
import { ChannelUnavailableError } from '../../../../shared/contracts/errors.ts';

const WEBHOOK = 'https://discord.com/api/webhooks/1/s3cret';
const BOT = { token: '123:s3cret', chat: '-100' };

/** A network that gives these answers in turn, and what was asked of it. */
function network(...answers: (Response | Error)[]) {
  const asked: { url: string; body: unknown }[] = [];
  const waits: number[] = [];
  const reach = {
    fetch: async (url: string | URL | Request, init?: RequestInit) => {
      asked.push({ url: String(url), body: JSON.parse(String(init?.body)) });
      const answer = answers.shift();
      if (!(answer instanceof Response)) throw answer;
      return answer;
    },
    pause: async (ms: number) => void waits.push(ms),
  };
  return {
    asked,
    waits,
    discord: discordChat(async () => WEBHOOK, reach),
    telegram: telegramChat(async () => BOT, reach),
  };
}
const done = () => new Response(null, { status: 204 });
const limited = (header?: string) =>
  new Response('{}', { status: 429, ...(header !== undefined && { headers: { 'retry-after': header } }) });

test('Discord gets the text, and pings nobody', async () => {
  const { discord, asked } = network(done());
  await discord.post('@everyone HIGH: five losses');
  expect(asked).toEqual([
    { url: WEBHOOK, body: { content: '@everyone HIGH: five losses', allowed_mentions: { parse: [] } } },
  ]);
});

test('Telegram gets the text in its chat, without a preview of links', async () => {
  const { telegram, asked } = network(new Response('{"ok":true}'));
  await telegram.post('HIGH: five losses');
  expect(asked).toEqual([
    {
      url: 'https://api.telegram.org/bot123:s3cret/sendMessage',
      body: { chat_id: '-100', text: 'HIGH: five losses', link_preview_options: { is_disabled: true } },
    },
  ]);
});

test('texts are cut to what each takes: 2000 and 4096 characters', async () => {
  const { discord, telegram, asked } = network(done(), done());
  await discord.post('x'.repeat(5_000));
  await telegram.post('x'.repeat(5_000));
  expect(asked.map(({ body }) => Object.values(body as object).map((part) => String(part).length))).toEqual([
    [2_000, 15],
    [4, 4_096, 15],
  ]);
});

test.each([
  ['0.75', 750],
  [undefined, 1_000],
  ['soon', 1_000],
])('asked to wait (%s), it waits %d ms and posts again', async (header, ms) => {
  const { discord, asked, waits } = network(limited(header), done());
  await discord.post('x');
  expect([waits, asked.length]).toEqual([[ms], 2]);
});

test.each([
  ['an hour to wait', [limited('3600')], 'discord asks to wait 3600 s'],
  ['two refusals in a row', [limited('1'), limited('1')], 'discord answered 429'],
  ['a webhook that is gone', [new Response('', { status: 404 })], 'discord answered 404'],
  [
    'no network',
    [new TypeError('fetch failed', { cause: Object.assign(new Error(WEBHOOK), { code: 'ENOTFOUND' }) })],
    'discord cannot be reached (ENOTFOUND)',
  ],
  [
    'no answer in time',
    [new DOMException(`${WEBHOOK} timed out`, 'TimeoutError')],
    'discord cannot be reached (TimeoutError)',
  ],
] as const)('%s is a channel that is unavailable, and no secret is told', async (_, answers, message) => {
  const failure = await network(...answers)
    .discord.post('x')
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ChannelUnavailableError);
  expect(failure).toMatchObject({ message });
  expect((failure as Error).cause).toBeUndefined();
  expect(`${failure} ${(failure as Error).stack}`).not.toContain('s3cret');
});
