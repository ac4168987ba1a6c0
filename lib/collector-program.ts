import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack, Stage } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import type { Deployment } from '../shared/contracts/deployment.ts';
import { bundledProgram, PROGRAM, ROOT } from './bundle.ts';

/** AWS's mirror of the official image: no login, no limit on pulls. */
const NODE_IMAGE = 'public.ecr.aws/docker/library/node:24-slim';
const COLLECTOR = 'fargate/collector/main.ts';
const BOOTSTRAP = 'fargate/bootstrap/main.ts';

/** A container, and how the program gets into it. */
interface Program {
  readonly image: ContainerImage;
  readonly command: string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
}

export const collectorProgram = (scope: Construct, image: Deployment['collectorImage']): Program =>
  image === 'public' ? fetchedProgram(scope) : bakedProgram(scope);

/**
 * Node's own image, which fetches the program from the bucket of the deployment's assets when it starts: whoever deploys
 * needs no Docker. The key changes with the program, so that a new program is a new task definition.
 */
function fetchedProgram(scope: Construct): Program {
  const program = new Asset(scope, 'Program', {
    path: join(ROOT, 'fargate/collector'),
    ...bundledProgram(COLLECTOR, 'collector.mjs'),
  });
  const { outputFiles } = buildSync({
    ...PROGRAM,
    banner: {},
    // CloudFormation would take `${}` for its own.
    supported: { 'template-literal': false },
    entryPoints: [BOOTSTRAP],
    write: false,
  });
  return {
    image: ContainerImage.fromRegistry(NODE_IMAGE),
    command: ['node', '--input-type=module', '--eval', outputFiles[0]?.text ?? ''],
    environment: { PROGRAM_BUCKET: program.s3BucketName, PROGRAM_KEY: program.s3ObjectKey },
    statements: [
      new PolicyStatement({
        actions: ['s3:GetObject'],
        resources: [`arn:${Stack.of(scope).partition}:s3:::${program.s3BucketName}/${program.s3ObjectKey}`],
      }),
    ],
  };
}

/** An image with the program inside, built by Docker when it is deployed. */
function bakedProgram(scope: Construct): Program {
  const context = join(Stage.of(scope)?.assetOutdir ?? 'cdk.out', 'collector-image');
  mkdirSync(context, { recursive: true });
  buildSync({ ...PROGRAM, entryPoints: [COLLECTOR], outfile: join(context, 'collector.mjs') });
  writeFileSync(join(context, 'Dockerfile'), `FROM ${NODE_IMAGE}\nCOPY collector.mjs /\nUSER node\n`);
  return {
    image: ContainerImage.fromAsset(context, { platform: Platform.LINUX_ARM64 }),
    command: ['node', '/collector.mjs'],
    environment: {},
    statements: [],
  };
}
