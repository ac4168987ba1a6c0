import {
  type RejectedRecord,
  RejectedRecordsException,
  type TimestreamWriteClient,
  ValidationException,
  WriteRecordsCommand,
  type WriteRecordsCommandInput,
} from '@aws-sdk/client-timestream-write';
import { StoreUnavailableError, TimestreamUnavailableError } from '../../contracts/errors.ts';
import type { Files } from '../../ports/ticks.ts';

interface RequestOptions {
  /** Told of records that Timestream will not take, however often they are sent. */
  readonly rejected: (reason: string, records: number) => void;
}

/**
 * Sends files that are WriteRecords requests in JSON, so that one can wait on disk and be sent again unchanged, which
 * Timestream takes as often as it comes. The client is made with `endpoint` alone, or with neither that nor an option
 * for endpoint discovery.
 */
export function timestreamRequests(client: TimestreamWriteClient, { rejected }: RequestOptions): Files {
  /** The records that were refused; all others of the request are written. */
  const send = async (request: WriteRecordsCommandInput): Promise<readonly RejectedRecord[]> => {
    try {
      await client.send(new WriteRecordsCommand(request));
      return [];
    } catch (error) {
      if (error instanceof RejectedRecordsException && error.RejectedRecords) return error.RejectedRecords;
      if (error instanceof ValidationException)
        return (request.Records ?? []).map((_, index) => ({ RecordIndex: index, Reason: error.message }));
      throw translated(error);
    }
  };

  return {
    async put(name, bytes) {
      const request = parseRequest(bytes);
      if (request === undefined) return rejected(`${name} is damaged`, 1);
      const refused = await send(request);
      const outdated = refused.filter(isOutdated);
      const lost = refused.filter((record) => !isOutdated(record));
      const again =
        outdated.length === 0 ? [] : await send({ ...request, Records: renewed(request, outdated) });
      const reasons = Map.groupBy([...lost, ...again], ({ Reason }) => kindOfReason(Reason));
      for (const [reason, records] of reasons) rejected(reason, records.length);
    },
  };
}

/** Undefined when the disk did not give back what it got. */
function parseRequest(bytes: Uint8Array): WriteRecordsCommandInput | undefined {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
}

type Outdated = RejectedRecord & { readonly RecordIndex: number; readonly ExistingVersion: number };

/** Timestream holds another version of this very record. */
const isOutdated = (record: RejectedRecord): record is Outdated =>
  record.RecordIndex !== undefined && record.ExistingVersion !== undefined;

/** A series never repeats an instant, so what stands there is an earlier writing of the same row. */
const renewed = (request: WriteRecordsCommandInput, outdated: readonly Outdated[]) =>
  outdated.map(({ RecordIndex, ExistingVersion }) => ({
    ...request.Records?.[RecordIndex],
    Version: ExistingVersion + 1,
  }));

/** 'outside the time range [..] of the memory store': reasons differ in their numbers, kinds do not. */
const kindOfReason = (reason = 'no reason given'): string =>
  reason.replaceAll(/\[[^\]]*\]/g, '[..]').replaceAll(/\d+/g, '#');

const NOT_ADMITTED = 'Only existing Timestream for LiveAnalytics customers';

/** The same name tells a missing permission and an account that AWS does not admit; only the text tells which. */
function translated(error: unknown): unknown {
  if (!(error instanceof Error) || ['TypeError', 'SerializationException'].includes(error.name)) return error;
  if (error.name === 'AccessDeniedException' && error.message.includes(NOT_ADMITTED))
    return new TimestreamUnavailableError(
      'AWS does not admit this account to Timestream for LiveAnalytics: ticks are kept as Parquet alone',
      { cause: error },
    );
  const { code = error.name } = error as NodeJS.ErrnoException;
  return new StoreUnavailableError(`Timestream does not take records: ${error.message || code}`, {
    cause: error,
  });
}
