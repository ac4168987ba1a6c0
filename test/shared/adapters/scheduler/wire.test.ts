import { Readable } from 'node:stream';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { expect, test } from 'vitest';
import { switchOff } from '../../../../shared/adapters/scheduler/schedules.ts';
import { kept, MARK, NAME } from './example.ts';

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: Uint8Array;
}

const seconds = (at: Date): number => at.getTime() / 1_000;
/** Instants are seconds on the wire. */
const { Name, ...rest } = { ...kept, StartDate: seconds(kept.StartDate), EndDate: seconds(kept.EndDate) };
const Arn = `arn:aws:scheduler:us-east-1:111122223333:schedule/default/${NAME}`;
const CreationDate = 1_793_491_200;
const answer = { ...rest, Name, State: 'ENABLED', Arn, CreationDate, LastModificationDate: CreationDate };

test('an update says all that was told of a schedule, but for what the service alone writes', async () => {
  const requests: Sent[] = [];
  const client = new SchedulerClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: {
      handle: async (request: Sent) => {
        requests.push(request);
        const text = JSON.stringify(request.method === 'GET' ? answer : { ScheduleArn: Arn });
        return { response: { statusCode: 200, headers: {}, body: Readable.from([Buffer.from(text)]) } };
      },
    },
  });
  expect(await switchOff(client, NAME)).toBe('switched');
  const [, { method, path, body } = requests[0] as Sent] = requests;
  expect([method, path]).toEqual(['PUT', `/schedules/${NAME}`]);
  expect(JSON.parse(new TextDecoder().decode(body))).toEqual({
    ...rest,
    State: 'DISABLED',
    Description: `${kept.Description}${MARK}`,
    ClientToken: expect.stringMatching(/^[\w-]{36}$/),
  });
});
