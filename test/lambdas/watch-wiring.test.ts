import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { hosted } from '../../local/hosted.ts';
import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { dynamoLedger } from '../../shared/adapters/dynamodb/ledger.ts';
import { dynamoWindows } from '../../shared/adapters/dynamodb/windows.ts';
import { post } from '../../shared/ports/post.ts';
import { tradeWindow } from '../../shared/workflow/trade-window.ts';
import { instant, usd } from '../shared/domain/examples.ts';
import { awsEnvironment, openFront } from './aws-front.ts';
import { traded } from './watched.ts';

const PUBLISHED =
  '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';
const SECRETS: Readonly<Record<string, object>> = {
  discord: { webhook: 'https://discord.com/api/webhooks/1/x' },
  telegram: { token: '123456:AAH-x_x_x_x_x_x_x_x_x_x', chat: '-1001' },
};
const TOPIC_CRITICAL = 'arn:aws:sns:us-east-1:123456789012:quarterhour-critical';

let front: Awaited<ReturnType<typeof openFront>>;
let lines: string[];
let posted: string[];
let topicsDown = false;

beforeAll(async () => {
  front = await openFront(({ operation, body }) => {
    if (operation === 'POST /' && topicsDown) return { status: 503, body: '' };
    if (operation === 'POST /') return { status: 200, body: PUBLISHED };
    if (operation !== 'secretsmanager.GetSecretValue') return { status: 200, body: '' };
    const { SecretId } = JSON.parse(body.toString()) as { SecretId: string };
    return { status: 200, body: { SecretString: JSON.stringify(SECRETS[SecretId]) } };
  });
});
afterAll(() => front.close());

beforeEach(async () => {
  const environment = {
    ...awsEnvironment(front.url),
    TOPIC_CRITICAL,
    BUCKET: 'reports',
    PREFIX: 'reports/',
    DISCORD_SECRET: 'discord',
    TELEGRAM_SECRET: 'telegram',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  front.requests.length = 0;
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  posted = [];
  vi.stubGlobal('fetch', async (url: string) => {
    posted.push(new URL(url).host);
    return new Response('{}');
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** The function as it is deployed. */
async function run(name: string, event: unknown): Promise<unknown> {
  const { handler } = await import(`../../lambdas/${name}/index.ts`);
  return hosted(name, handler)(event);
}

/** An account of $10,000 with five losses in each of two weeks of October. */
async function losing(): Promise<void> {
  const tables = connectTables();
  const world = {
    ledger: dynamoLedger(tables, 'ledger', 'paper'),
    windows: dynamoWindows(tables, 'windows'),
  };
  await post(world.ledger, { kind: 'opened', capital: usd(10_000) }, instant('2026-10-01T00:00:00Z'));
  for (const day of ['20', '27'])
    for (const hour of ['00', '04', '08', '12', '16'])
      await traded(world, instant(`2026-10-${day}T${hour}:00:00Z`), 'down');
}

test('deployed, they read the tables, write the page and the metrics, and tell people', async () => {
  await losing();
  expect(await run('daily-report', { at: '2026-10-28T00:00:00Z' })).toEqual({
    day: '2026-10-27',
    trades: 5,
    report: 'daily/2026-10-27.html',
  });
  expect(front.requests.map(({ operation }) => operation)).toEqual(
    expect.arrayContaining(['PUT /reports/reports/daily/2026-10-27.html', 'POST /']),
  );
  expect(posted.sort()).toEqual(['api.telegram.org', 'discord.com']);
  expect(lines.join('')).toContain('"Namespace":"Quarterhour"');

  expect(await run('edge-review', { at: '2026-11-02T00:00:00Z' })).toMatchObject({
    trades: 10,
    halted: true,
  });
  const message = front.requests.at(-1)?.body.toString() ?? '';
  expect(new URLSearchParams(message).get('TopicArn')).toBe(TOPIC_CRITICAL);

  const timeRange = {
    start: instant('2026-10-27T00:00:00Z'),
    end: instant('2026-10-28T00:00:00Z'),
  };
  const drawn = await run('chart-widget', { chart: 'confidence', widgetContext: { timeRange } });
  expect(drawn).toMatch(/^<svg .*of 5 trades/);
});

test('deployed, an alarm is told once', async () => {
  const Message = JSON.stringify({ AlarmName: 'a', NewStateValue: 'ALARM', NewStateReason: 'b' });
  const event = {
    Records: [{ Sns: { TopicArn: TOPIC_CRITICAL, Message, Timestamp: '2026-11-22T17:00:00.000Z' } }],
  };
  expect(await run('notify', event)).toEqual({ posted: 2 });
  expect(await run('notify', event)).toEqual({ posted: 0 });
  expect(posted.sort()).toEqual(['api.telegram.org', 'discord.com']);
});

test('deployed, an alert that its topic does not take fails its task by a name that the workflow tries again', async () => {
  topicsDown = true;
  onTestFinished(() => {
    topicsDown = false;
  });
  const window = {
    series: { asset: 'btc', length: '15m' },
    openAt: 1_790_616_600_000,
    closeAt: 1_790_617_500_000,
  };
  const alert = { windowId: 'btc-15m-1790616600', window, error: { Error: 'StoreUnavailableError' } };
  await expect(run('raise-alert', alert)).rejects.toMatchObject({ name: 'ChannelUnavailableError' });
  const [retrier] = tradeWindow((task) => task).States.RaiseAlert.Retry;
  expect(retrier?.ErrorEquals).toContain('ChannelUnavailableError');
});
