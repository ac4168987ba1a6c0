import type { EpochMs } from '../domain/units/time.ts';

/** A chat that people read. A message that it does not take is a ChannelUnavailableError. */
export interface Chat {
  readonly channel: 'discord' | 'telegram';
  post(text: string): Promise<void>;
}

/** E-mail to whoever asked for it. A message that cannot be sent is a ChannelUnavailableError. */
export interface Mail {
  send(message: { readonly subject: string; readonly text: string }): Promise<void>;
}

/** What was told lately. */
export interface Told {
  /** Whether `key` was told within the hour before `at`. */
  wasTold(key: string, at: EpochMs): Promise<boolean>;
  record(key: string, at: EpochMs): Promise<void>;
}

/**
 * Does `tell` unless `key` was told within the last hour. It is recorded afterwards: whatever ends us in between, the next
 * try tells it again rather than not at all.
 */
export async function tellOnce(
  told: Told,
  key: string,
  at: EpochMs,
  tell: () => Promise<void>,
): Promise<boolean> {
  if (await told.wasTold(key, at)) return false;
  await tell();
  await told.record(key, at);
  return true;
}
