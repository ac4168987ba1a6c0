/**
 * Every way in which the world can fail us, by name. The workflow retries and catches by `name`, and the
 * command line prints `message` as it stands, so each says the cause and the remedy.
 */

/** Base of all named errors, for the command line: a named error is reported, any other is a defect. */
export abstract class QuarterhourError extends Error {}

/** A frame of a venue that cannot be read. `channel` says whose, `reason` what is wrong with it. */
export class MalformedFrameError extends QuarterhourError {
  override readonly name = 'MalformedFrameError';
  readonly channel: string;
  readonly reason: string;
  constructor(channel: string, reason: string, options?: ErrorOptions) {
    super(`${channel}: ${reason}`, options);
    this.channel = channel;
    this.reason = reason;
  }
}

/** A tape or recording that cannot be used, with the file and, where there is one, the line. */
export class TapeError extends QuarterhourError {
  override readonly name = 'TapeError';
  readonly file: string;
  readonly line: number | undefined;
  readonly reason: string;
  constructor(file: string, line: number | undefined, reason: string, options?: ErrorOptions) {
    super(`${file}${line === undefined ? '' : `:${line}`}: ${reason}`, options);
    this.file = file;
    this.line = line;
    this.reason = reason;
  }

  /** The same failure, found after `line` lines could be read. */
  after(line: number): TapeError {
    return new TapeError(this.file, line, `${this.reason} (after this line)`, { cause: this.cause });
  }
}

/** A setting that is out of range, or a key that does not exist: on the command line, wrong words. */
export class ConfigurationError extends QuarterhourError {
  override readonly name = 'ConfigurationError';
}

/** Another writer appended to the ledger first: read its head and decide anew. */
export class LedgerConflictError extends QuarterhourError {
  override readonly name = 'LedgerConflictError';
}

/** An entry of the ledger is lost, or is not what was written. `seq` is the first that is. */
export class LedgerBrokenError extends QuarterhourError {
  override readonly name = 'LedgerBrokenError';
  readonly seq: number;
  constructor(seq: number, why: string) {
    super(
      `entry ${seq} of the ledger ${why}: nothing is traded on it; restore the store from a copy (in AWS: the table, to a point in time), or begin a new account`,
    );
    this.seq = seq;
  }
}

/** The store cannot be reached, another process holds it, or what it holds is not what was asked for. */
export class StoreUnavailableError extends QuarterhourError {
  override readonly name = 'StoreUnavailableError';
}

/** AWS does not admit this account to Timestream for LiveAnalytics: no other try will do. */
export class TimestreamUnavailableError extends QuarterhourError {
  override readonly name = 'TimestreamUnavailableError';
}

/** The venue cannot be asked now; the workflow tries again. */
export class VenueUnavailableError extends QuarterhourError {
  override readonly name = 'VenueUnavailableError';
  /** How long the venue asks us to wait, where it says so. */
  readonly retryAfterMs: number | undefined;
  constructor(message: string, options: ErrorOptions & { readonly retryAfterMs?: number | undefined } = {}) {
    super(message, options);
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The window has closed and the venue has not said who won; the workflow asks again. */
export class NotResolvedError extends QuarterhourError {
  override readonly name = 'NotResolvedError';
}

/** The venue does not know an order that may have been sent: it never came, or is not told of yet. */
export class OrderUnknownError extends QuarterhourError {
  override readonly name = 'OrderUnknownError';
}

/** A decision is too old to be ordered on: the market has moved on since. */
export class StaleDecisionError extends QuarterhourError {
  override readonly name = 'StaleDecisionError';
}

/** A task got an input that its contract does not allow. */
export class InvalidTaskInputError extends QuarterhourError {
  override readonly name = 'InvalidTaskInputError';
}

/** Some of the venue's credentials are missing; the message names them and never holds one. */
export class CredentialsError extends QuarterhourError {
  override readonly name = 'CredentialsError';
}

/** AWS does not know whoever asks; the message says what to do. */
export class AccountError extends QuarterhourError {
  override readonly name = 'AccountError';
}

/** The workflow of windows cannot be asked to start one, or to go on with one. */
export class WorkflowUnavailableError extends QuarterhourError {
  override readonly name = 'WorkflowUnavailableError';
}

/** The key that signs cannot be used, or signed with another than the one that was expected. */
export class SignerError extends QuarterhourError {
  override readonly name = 'SignerError';
}

/** A channel to people (topic, webhook, bot) takes no message. The text never holds its address, which is a secret. */
export class ChannelUnavailableError extends QuarterhourError {
  override readonly name = 'ChannelUnavailableError';
}
