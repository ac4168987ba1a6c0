import { expect, test } from 'vitest';
import { StoreUnavailableError } from '../../../shared/contracts/errors.ts';
import type { Alert, Notifier } from '../../../shared/ports/notifier.ts';
import { keptAndTold } from '../../../shared/runtime/kept-and-told.ts';
import { secondsIn } from '../domain/examples.ts';

const alert: Alert = {
  at: secondsIn(0),
  severity: 'high',
  component: 'workflow',
  message: 'failed',
  key: 'k',
};
const to = (alerts: Alert[]): Notifier => ({ notify: async (each) => void alerts.push(each) });
const failing = (error: Error): Notifier => ({ notify: () => Promise.reject(error) });

test('an alert is kept and told', async () => {
  const [kept, told, log]: [Alert[], Alert[], string[]] = [[], [], []];
  await keptAndTold(to(kept), to(told), (line) => log.push(line)).notify(alert);
  expect([kept, told, log]).toEqual([[alert], [alert], []]);
});

test('an alert that cannot be told is kept, and the log says so', async () => {
  const [kept, log]: [Alert[], string[]] = [[], []];
  await keptAndTold(to(kept), failing(new StoreUnavailableError('gone')), (line) => log.push(line)).notify(
    alert,
  );
  expect(kept).toEqual([alert]);
  expect(log.map((line) => JSON.parse(line))).toEqual([
    { level: 'error', name: 'StoreUnavailableError', message: 'gone', alert: 'k' },
  ]);
});

test('an alert that cannot be kept fails, as does a mistake of ours', async () => {
  const log = () => expect.fail('nothing is logged');
  await expect(
    keptAndTold(failing(new StoreUnavailableError('gone')), to([]), log).notify(alert),
  ).rejects.toThrow('gone');
  await expect(keptAndTold(to([]), failing(new TypeError('ours')), log).notify(alert)).rejects.toThrow(
    TypeError,
  );
});
