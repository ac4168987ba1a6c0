import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { onTestFinished, vi } from 'vitest';
import { Collector } from '../../lib/stacks/collector.ts';
import { Core } from '../../lib/stacks/core.ts';
import { connectTables } from '../../shared/adapters/dynamodb/connect.ts';
import { readDeployment } from '../../shared/contracts/deployment.ts';
import { type Hosts, hostsOfVenue } from '../../shared/contracts/hosts.ts';
import type { EpochMs } from '../../shared/domain/units/time.ts';
import { startVenue } from '../../sim/servers/venue.ts';
import { awsEnvironment, openFront } from '../lambdas/aws-front.ts';
import { makeApp, theOne } from '../lib/cloud.ts';

const ACCOUNT = '123456789012';
const SECRET = { apiKey: 'key', secret: 'c2VjcmV0', passphrase: 'pass' };

interface Container {
  readonly Command: readonly string[];
  readonly HealthCheck: { readonly Command: readonly ['CMD-SHELL', string] };
  readonly Environment: readonly { readonly Name: string; readonly Value: unknown }[];
}

/** The container of the synthesised template, and the files that a deployment uploads, by their keys. */
interface Deployed {
  readonly command: readonly string[];
  readonly healthCheck: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly files: ReadonlyMap<string, string>;
}

/** Synthesises the stack of the collector, its program included, as `cdk deploy` does. */
export function deployed(context: Readonly<Record<string, unknown>>): Deployed {
  const app = makeApp({ 'aws:cdk:bundling-stacks': ['**'] });
  const stack = new Collector(app, { core: new Core(app), deployment: readDeployment(context) });
  const { directory } = app.synth();
  const { files } = JSON.parse(readFileSync(join(directory, `${stack.artifactId}.assets.json`), 'utf8')) as {
    files: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
  };
  const { properties } = theOne(Template.fromStack(stack), 'AWS::ECS::TaskDefinition');
  const [container] = properties.ContainerDefinitions as unknown as readonly [Container];
  return {
    command: container.Command,
    healthCheck: container.HealthCheck.Command[1],
    environment: Object.fromEntries(container.Environment.map(({ Name, Value }) => [Name, filledIn(Value)])),
    files: new Map(
      Object.values(files).flatMap(({ source, destinations }) =>
        Object.values(destinations).map(
          ({ objectKey }) => [objectKey, join(directory, source.path)] as const,
        ),
      ),
    ),
  };
}

/** A value as CloudFormation fills it in; a table has the name that it has in the emulated DynamoDB. */
function filledIn(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll(`\${AWS::AccountId}`, ACCOUNT);
  const {
    Ref,
    'Fn::Sub': text,
    'Fn::Join': joined,
    'Fn::GetStackOutput': output,
  } = value as {
    Ref?: string;
    'Fn::Sub'?: string;
    'Fn::Join'?: readonly [string, readonly unknown[]];
    'Fn::GetStackOutput'?: { OutputName: string };
  };
  if (Ref === 'AWS::AccountId') return ACCOUNT;
  if (text !== undefined) return filledIn(text);
  if (joined !== undefined) return joined[1].map(filledIn).join(joined[0]);
  const table = /^PublishOutputRef(\w+)Table[0-9A-F]{8}$/.exec(output?.OutputName ?? '')?.[1];
  if (table === undefined) throw new Error(`cannot fill in ${JSON.stringify(value)}`);
  return table.toLowerCase();
}

/**
 * What the machine around the container would do: the two hosts that are no variable of the environment are those of
 * `front`, and the clock is the venue's.
 */
const machine = (front: string, shiftMs: number): string => `
  const [fetch, now] = [globalThis.fetch, Date.now];
  Date.now = () => now() + ${shiftMs};
  globalThis.fetch = (url, options) => fetch(
    String(url)
      .replace(/^http:\\/\\/169\\.254\\.170\\.2/, '${front}')
      .replace(/^https:\\/\\/([\\w-]+)\\.s3\\.us-east-1\\.amazonaws\\.com/, '${front}/$1'),
    options,
  );`;

interface Started {
  /** What the venue plays, and from when. */
  readonly tape: string;
  readonly from: EpochMs;
  readonly hosts?: Partial<Hosts>;
}

/**
 * The collector as its container starts it: by the command line of the template, in its environment, with the program
 * that is fetched from a bucket. Venue and services of AWS are its own, until the test is done.
 */
export async function startDeployed(
  { command, healthCheck, environment, files }: Deployed,
  { tape, from, hosts = {} }: Started,
) {
  const front = await openFront(({ operation }) => {
    if (operation === 'secretsmanager.GetSecretValue')
      return { status: 200, body: { SecretString: JSON.stringify(SECRET) } };
    if (operation === 'GET /credentials')
      return { status: 200, body: { AccessKeyId: 'AKIA', SecretAccessKey: 'secret', Token: 'token' } };
    const key = /^GET \/cdk-hnb659fds-assets-123456789012-us-east-1\/(.+)$/.exec(operation)?.[1];
    const file = key === undefined ? undefined : files.get(key);
    if (file !== undefined) return { status: 200, body: readFileSync(file, 'utf8') };
    return operation.startsWith('GET ') ? { status: 404, body: 'NoSuchKey' } : { status: 200, body: {} };
  });
  onTestFinished(() => front.close());
  const sent: string[] = [];
  const venue = await startVenue({ tapes: [tape], from, onSent: (_id, _channel, text) => sent.push(text) });
  onTestFinished(() => venue.close());
  for (const [name, value] of Object.entries(awsEnvironment(front.url))) vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const around = encodeURIComponent(machine(front.url, venue.now() - Date.now()));
  const [, ...words] = command;
  const folder = mkdtempSync(join(tmpdir(), 'task-'));
  const aliveFile = join(folder, 'alive');
  const env = {
    ...awsEnvironment(front.url),
    PATH: process.env.PATH,
    TMPDIR: folder,
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/credentials',
    NODE_OPTIONS: `--import data:text/javascript,${around}`,
    HOSTS: JSON.stringify({ ...hostsOfVenue(venue.url), ...hosts }),
    ...environment,
    // Every container has a /tmp of its own.
    ALIVE_FILE: aliveFile,
  };
  const collector: ChildProcess = spawn(process.execPath, words, { cwd: folder, env });
  onTestFinished(() => {
    collector.kill('SIGKILL');
  });
  const said = { out: '', err: '' };
  collector.stdout?.on('data', (text) => {
    said.out += text;
  });
  collector.stderr?.on('data', (text) => {
    said.err += text;
  });
  return {
    front,
    venue,
    sent,
    collector,
    said,
    aliveFile,
    /** What ECS asks in the container. */
    isHealthy: () => spawnSync('/bin/sh', ['-c', healthCheck], { env }).status === 0,
    tables: connectTables(),
    clock: { now: () => venue.now() },
  };
}
