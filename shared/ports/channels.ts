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
  /** Whether `key` was not told within the last hour; from now on it was. */
  claim(key: string, at: EpochMs): Promise<boolean>;
  /** It was not told after all. */
  release(key: string): Promise<void>;
}

/** Does `tell` unless `key` was told within the last hour. When it fails, somebody may try again. */
export async function tellOnce(
  told: Told,
  key: string,
  at: EpochMs,
  tell: () => Promise<void>,
): Promise<boolean> {
  if (!(await told.claim(key, at))) return false;
  try {
    await tell();
    return true;
  } catch (error) {
    await told.release(key);
    throw error;
  }
}
