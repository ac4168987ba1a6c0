import type { Chat } from '../../ports/channels.ts';
import { postJson, type Reach } from './post-json.ts';

const LONGEST = 4_096;

interface Bot {
  /** A secret: whoever has it is the bot. */
  readonly token: string;
  readonly chat: string;
}

/** A chat of Telegram by a bot that is a member of it, asked for at each post. */
export const telegramChat = (bot: () => Promise<Bot>, reach: Reach = {}): Chat => ({
  channel: 'telegram',
  post: async (text) => {
    const { token, chat } = await bot();
    const message = {
      chat_id: chat,
      text: text.slice(0, LONGEST),
      link_preview_options: { is_disabled: true },
    };
    await postJson('telegram', `https://api.telegram.org/bot${token}/sendMessage`, message, reach);
  },
});
