import type { Chat } from '../../ports/channels.ts';
import { postJson, type Reach } from './post-json.ts';

const LONGEST = 2_000;

/** A channel of Discord by its webhook, asked for at each post. Whoever has the address can post: it is a secret. */
export const discordChat = (webhook: () => Promise<string>, reach: Reach = {}): Chat => ({
  channel: 'discord',
  post: async (text) => {
    const content = text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}\u2026`;
    // Nobody is pinged, whatever the text holds.
    await postJson('discord', await webhook(), { content, allowed_mentions: { parse: [] } }, reach);
  },
});
