import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LentCredentials, signedHeaders } from '../../shared/adapters/s3/signed-request.ts';
import { StoreUnavailableError } from '../../shared/contracts/errors.ts';
import { systemClock } from '../../shared/runtime/clock.ts';

// What a plain Node image is started with: it fetches the program that `PROGRAM_BUCKET` and `PROGRAM_KEY` name, with the
// role of the task, and becomes that program. It runs from the command line, so it may hold nothing that needs a file.
const {
  PROGRAM_BUCKET,
  PROGRAM_KEY,
  AWS_REGION = 'us-east-1',
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI,
} = process.env;
const PATIENCE_MS = 20_000;
const PROGRAM = join(tmpdir(), 'program.mjs');

async function got(url: string, headers: Record<string, string> = {}): Promise<Response> {
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new StoreUnavailableError(`${url} answers ${answer.status}: ${await answer.text()}`);
  return answer;
}

const lent = await got(`http://169.254.170.2${AWS_CONTAINER_CREDENTIALS_RELATIVE_URI}`);
const credentials = (await lent.json()) as LentCredentials;
const host = `${PROGRAM_BUCKET}.s3.${AWS_REGION}.amazonaws.com`;
const path = `/${PROGRAM_KEY}`;
const headers = signedHeaders(
  path,
  { host, 'x-amz-security-token': credentials.Token },
  { region: AWS_REGION, credentials, at: systemClock.now() },
);
const program = await got(`https://${host}${path}`, headers);
await writeFile(PROGRAM, new Uint8Array(await program.arrayBuffer()));
await import(PROGRAM);
