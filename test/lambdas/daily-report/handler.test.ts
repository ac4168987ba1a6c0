import { expect, test } from 'vitest';
import { makeDailyReport } from '../../../lambdas/daily-report/handler.ts';
import { dailyPage } from '../../../lambdas/daily-report/page.ts';
import { ChannelUnavailableError } from '../../../shared/contracts/errors.ts';
import { DailyReport } from '../../../shared/contracts/watch.ts';
import type { Measure } from '../../../shared/domain/watch/measure.ts';
import type { Chat } from '../../../shared/ports/channels.ts';
import type { Alert } from '../../../shared/ports/notifier.ts';
import { post } from '../../../shared/ports/post.ts';
import { instant } from '../../shared/domain/examples.ts';
import { makeWorld } from '../fakes.ts';
import { traded } from '../watched.ts';

const at = '2026-11-22T00:00:30Z';

async function rig(events: readonly Alert[] = []) {
  const world = await makeWorld();
  const files = new Map<string, string>();
  const mails: { subject: string; text: string }[] = [];
  const posts: string[] = [];
  const measures: Measure[] = [];
  const known = new Set<string>();
  const state = { discordIsDown: false };
  const chatOf = (channel: Chat['channel']): Chat => ({
    channel,
    post: async (text) => {
      if (state.discordIsDown && channel === 'discord')
        throw new ChannelUnavailableError('discord answered 500');
      posts.push(`${channel} ${text}`);
    },
  });
  const report = makeDailyReport({
    ...world.deps,
    eventsOfDay: async () => events,
    files: { put: async (name, bytes) => void files.set(name, Buffer.from(bytes).toString()) },
    placeOf: (name) => `s3://reports/${name}`,
    page: dailyPage,
    mail: { send: async (message) => void mails.push(message) },
    chats: [chatOf('discord'), chatOf('telegram')],
    told: {
      wasTold: async (key) => known.has(key),
      record: async (key) => void known.add(key),
    },
    metrics: { record: (more) => void measures.push(...more) },
  });
  world.clock.set(instant(at));
  return {
    world,
    files,
    mails,
    posts,
    measures,
    state,
    report: () => report(DailyReport.input.parse({ at })),
  };
}

test('at midnight the day before is told: a page, an e-mail without pictures, chats with them', async () => {
  const { world, files, mails, posts, measures, report } = await rig();
  await traded(world, instant('2026-11-21T10:00:00Z'), 'up');
  await traded(world, instant('2026-11-21T12:00:00Z'), 'down');
  await traded(world, instant('2026-11-22T00:00:00Z'), 'up');
  expect(await report()).toEqual({ day: '2026-11-21', trades: 2, report: 'daily/2026-11-21.html' });
  const [mail] = mails;
  expect(mail?.subject).toBe('Quarterhour: 2026-11-21');
  // 4.73 won and 5.27 lost of $10,000; the third trade is of the next day.
  for (const line of [
    'Date: 2026-11-21',
    'P&L: $-0.54',
    'Trades: 2 (1W / 1L)',
    // Twenty shares
    'EV per Share: $+0.130 predicted, $-0.027 realised',
    'Brier Score: 0.276 ours, 0.250 market; skill too few windows (2)',
    'Current Balance: $9,999.46',
    'System Health: All systems operational',
    'Report: s3://reports/daily/2026-11-21.html',
  ])
    expect(mail?.text.split('\n')).toContain(line);
  expect(posts.map((post) => post.split('\n')[0])).toEqual([
    'discord \u{1F4CA} Daily Trading Summary',
    'telegram \u{1F4CA} Daily Trading Summary',
  ]);
  expect(measures).toContainEqual({ metric: 'AccountBalance', value: 9_999.46 });
  const page = files.get('daily/2026-11-21.html') ?? '';
  for (const part of [
    '<h1>Quarterhour, 2026-11-21</h1>',
    'P&amp;L: $-0.54',
    '<td>5.10</td><td>0.17</td>',
    // 5.27 lost on ten shares
    '<td>0.130</td><td>-0.527</td><td>lost</td><td>-5.27</td>',
    '<h3>Position holding time</h3><svg',
  ])
    expect(page).toContain(part);
});

test('a day without trades is told too, and what went wrong on it', async () => {
  const events: Alert[] = Array.from({ length: 12 }, (_, index) => ({
    at: instant('2026-11-21T10:00:00Z'),
    severity: index === 0 ? 'info' : 'high',
    component: 'workflow',
    message: `window ${index} failed`,
    key: String(index),
  }));
  const { files, mails, report } = await rig(events);
  await report();
  const text = mails[0]?.text ?? '';
  expect(text).toContain('System Health: 10 to look at\n  - high, workflow: window 1 failed');
  expect(files.get('daily/2026-11-21.html')).toContain('window 11 failed');
  expect(files.get('daily/2026-11-21.html')).toContain('No trades.');
});

test('a halt that holds is among the troubles', async () => {
  const { world, mails, report } = await rig();
  const { account } = (await world.ledger.head())!;
  const halt = {
    breaker: 'drawdown',
    severity: 'critical',
    since: account.day,
    reason: '16 % below',
  } as const;
  await post(world.ledger, { kind: 'halted', halt }, instant('2026-11-21T09:00:00Z'));
  await report();
  expect(mails[0]?.text).toContain('  - halted by drawdown: 16 % below');
});

test('tried again after a chat failed, it tells that chat alone', async () => {
  const { mails, posts, state, report } = await rig();
  state.discordIsDown = true;
  await expect(report()).rejects.toThrow('discord answered 500');
  expect([mails.length, posts.length]).toEqual([1, 1]);
  state.discordIsDown = false;
  await report();
  expect([mails.length, posts.map((post) => post.split(' ')[0])]).toEqual([1, ['telegram', 'discord']]);
});
