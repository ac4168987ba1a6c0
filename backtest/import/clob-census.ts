import type { Intake } from './intake.ts';
import { jsonOf } from './json.ts';
import { lineBatches } from './text.ts';

/** What the books of one window in a recording amount to, token by token. */
export interface WindowCensus {
  readonly slug: string;
  readonly file: string;
  readonly firstAt: number;
  lastAt: number;
  readonly tokens: Map<string, TokenCensus>;
}

interface TokenCensus {
  count: number;
  lastAt: number;
  market: string;
  bestBid: number;
  bestAsk: number;
}

const SLUG = /"slug": ?"([^"]+)"/;
const RECEIVED = /"recv_ms": ?(\d+)/;
const TOKEN = /"asset_id": ?"(\d+)"/;

/** Which windows a file holds and which tokens of each, found without parsing more than the last book of a token. */
export async function census(file: string, { onBytes }: Intake): Promise<WindowCensus[]> {
  const windows = new Map<string, WindowCensus>();
  const last = new Map<TokenCensus, string>();
  for await (const { texts } of lineBatches(file, onBytes)) {
    for (const text of texts) {
      const slug = SLUG.exec(text)?.[1];
      const token = TOKEN.exec(text)?.[1];
      const at = Number(RECEIVED.exec(text)?.[1]);
      if (slug === undefined || token === undefined || Number.isNaN(at)) continue;
      const window = windows.get(slug) ?? { slug, file, firstAt: at, lastAt: at, tokens: new Map() };
      windows.set(slug, window);
      const counted = window.tokens.get(token) ?? { count: 0, lastAt: 0, market: '', bestBid: 0, bestAsk: 1 };
      window.tokens.set(token, counted);
      counted.count++;
      if (at < counted.lastAt) continue;
      counted.lastAt = at;
      window.lastAt = Math.max(window.lastAt, at);
      last.set(counted, text);
    }
  }
  for (const [counted, text] of last) readLastBook(counted, text);
  return [...windows.values()];
}

function readLastBook(counted: TokenCensus, text: string): void {
  const msg = (jsonOf(text) as { msg?: { market?: unknown; bids?: unknown; asks?: unknown } } | undefined)
    ?.msg;
  counted.market = typeof msg?.market === 'string' ? msg.market : '';
  counted.bestBid = Math.max(0, ...pricesOf(msg?.bids));
  counted.bestAsk = Math.min(1, ...pricesOf(msg?.asks));
}

const pricesOf = (levels: unknown): number[] =>
  Array.isArray(levels) ? levels.map((level) => Number((level as { price?: unknown } | null)?.price)) : [];

/** The counts of all files; a window in several files is one. */
export function sumCensus(found: readonly WindowCensus[]): Map<string, WindowCensus> {
  const all = new Map<string, WindowCensus>();
  for (const part of [...found].sort((a, b) => a.firstAt - b.firstAt)) {
    const whole = all.get(part.slug);
    if (whole === undefined) {
      all.set(part.slug, { ...part, tokens: new Map(part.tokens) });
      continue;
    }
    whole.lastAt = Math.max(whole.lastAt, part.lastAt);
    for (const [token, counted] of part.tokens) {
      const before = whole.tokens.get(token);
      const latest = before !== undefined && before.lastAt > counted.lastAt ? before : counted;
      whole.tokens.set(token, { ...latest, count: counted.count + (before?.count ?? 0) });
    }
  }
  return all;
}
