import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { Collector } from '../../lib/stacks/collector.ts';
import { Core } from '../../lib/stacks/core.ts';
import { readDeployment } from '../../shared/contracts/deployment.ts';
import { makeApp, theOne } from './cloud.ts';

const app = makeApp();
const template = Template.fromStack(
  new Collector(app, { core: new Core(app), deployment: readDeployment({}) }),
);
const { ContainerDefinitions } = theOne(template, 'AWS::ECS::TaskDefinition').properties;
const [{ Command }] = ContainerDefinitions as unknown as [{ Command: readonly string[] }];

/** Stands for the two services that the container asks, and prints what it was asked. */
const SERVICES = `
  const CREDENTIALS = { AccessKeyId: 'AKIA', SecretAccessKey: 'secret', Token: 'token' };
  globalThis.fetch = async (url, { headers }) => {
    const { authorization = '', 'x-amz-security-token': token } = headers;
    console.log(JSON.stringify({ url, by: authorization.slice(0, 37), token }));
    if (process.env.DENIED && url.startsWith('https:')) return new Response('AccessDenied', { status: 403 });
    return url.startsWith('https:')
      ? new Response("console.log(JSON.stringify({ program: 'runs' }))")
      : Response.json(CREDENTIALS);
  };`;

/** Runs the container's command line as the container would. */
const run = (env: Record<string, string>) =>
  spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(SERVICES)}`, ...Command.slice(1)],
    {
      encoding: 'utf8',
      env: {
        TMPDIR: mkdtempSync(join(tmpdir(), 'bootstrap-')),
        PROGRAM_BUCKET: 'assets',
        PROGRAM_KEY: 'abc.mjs',
        AWS_REGION: 'us-east-1',
        AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/1',
        ...env,
      },
    },
  );

test('the container asks for its role, fetches its program with it, and becomes the program', () => {
  const { stdout, status } = run({});
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { url: 'http://169.254.170.2/v2/credentials/1', by: '' },
    {
      url: 'https://assets.s3.us-east-1.amazonaws.com/abc.mjs',
      by: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKIA\/\d{4}$/),
      token: 'token',
    },
    { program: 'runs' },
  ]);
  expect(status).toBe(0);
});

test('a container that may not fetch its program says so and ends, to be started again', () => {
  const { stderr, status } = run({ DENIED: 'yes' });
  expect(stderr).toContain('https://assets.s3.us-east-1.amazonaws.com/abc.mjs answers 403: AccessDenied');
  expect(status).toBe(1);
});
