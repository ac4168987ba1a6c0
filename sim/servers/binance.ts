import { binanceAnswer } from './binance-rest.ts';
import { type Client, type Now, type Session, type Side, spoken, texts } from './side.ts';
import { TradeLog } from './trade-log.ts';

/** facts/exchanges.md 1.2 and 1.3. */
const PING = { everyMs: 20_000, patienceMs: 60_000 };
const ENVELOPE = '{"stream":"';
const CONTENT = '","data":';

interface Listener {
  readonly client: Client;
  readonly streams: Set<string>;
  combined: boolean;
}

/** Raw and combined streams, live subscriptions and market data by REST. */
export function makeBinance(now: Now): Side {
  const listeners = new Set<Listener>();
  const log = new TradeLog();
  let hasTrades = false;

  const tell = (event: StreamEvent) => {
    for (const { client, streams, combined } of listeners)
      if (streams.has(event.stream)) client.send(combined ? wrapped(event) : event.content);
  };
  /** A tape that holds aggregated trades alone: who listens to single ones gets one for each, which is derived. */
  const tellTrade = ({ stream, content }: StreamEvent) => {
    const trades = stream.replace(/@aggTrade$/, '@trade');
    for (const { streams } of listeners)
      if (streams.has(trades)) return tell({ stream: trades, content: tradeOf(content) });
  };

  return {
    prefix: '/binance',
    channel: 'binance',
    restChannel: 'binance',
    hears: ['binance'],
    ping: PING,
    play(frame) {
      const event = opened(frame);
      if (event === undefined) return;
      if (/@(aggT|t)rade$/.test(event.stream)) logTrade(log, event.content);
      if (event.stream.endsWith('@trade')) hasTrades = true;
      tell(event);
      if (!hasTrades && event.stream.endsWith('@aggTrade')) tellTrade(event);
    },
    serves: (path) => path === '/stream' || /^\/ws(\/|$)/.test(path),
    connect(client, path, query) {
      const named = path === '/stream' ? query.get('streams') : path.slice('/ws/'.length);
      const streams = new Set((named ?? '').split('/').filter((name) => name !== ''));
      const listener = { client, streams, combined: path === '/stream' };
      listeners.add(listener);
      return sessionOf(listener, () => listeners.delete(listener));
    },
    answer: (question) => binanceAnswer(question, log, now()),
    drain() {
      const content = `{"e":"serverShutdown","E":${now()}}`;
      for (const { client, combined } of listeners)
        client.send(combined ? wrapped({ stream: '!serverShutdown', content }) : content);
    },
  };
}

interface StreamEvent {
  readonly stream: string;
  /** The raw event, verbatim. */
  readonly content: string;
}

const wrapped = ({ stream, content }: StreamEvent) => `${ENVELOPE}${stream}${CONTENT}${content}}`;

/** A frame of the tape, raw or combined; undefined when it is no event of a stream. */
function opened(frame: string): StreamEvent | undefined {
  if (frame.startsWith(ENVELOPE)) {
    const end = frame.indexOf(CONTENT, ENVELOPE.length);
    if (end < 0 || frame.startsWith('!serverShutdown', ENVELOPE.length)) return undefined;
    const content = frame.slice(end + CONTENT.length, -1);
    return { stream: frame.slice(ENVELOPE.length, end), content };
  }
  const symbol = /"s":"([A-Z0-9]+)"/.exec(frame)?.[1]?.toLowerCase();
  if (symbol === undefined) return undefined;
  const kind = /^\{"e":"(\w+)"/.exec(frame)?.[1] ?? (frame.startsWith('{"u":') ? 'bookTicker' : undefined);
  return kind === undefined ? undefined : { stream: `${symbol}@${kind}`, content: frame };
}

/** The aggregate as one trade, under the number of the last that it holds. */
function tradeOf(content: string): string {
  const { E, s, l, p, q, T, m, M } = spoken(content) ?? {};
  return JSON.stringify({ e: 'trade', E, s, t: l, p, q, T, m, M });
}

function logTrade(log: TradeLog, content: string): void {
  const event = spoken(content);
  if (event === undefined) return;
  const at = Number(event.T);
  log.take({
    id: Number(event.a ?? event.t),
    at: at > 1e14 ? at / 1_000 : at,
    price: String(event.p),
    size: String(event.q),
    takerBuys: event.m === false,
  });
}

function sessionOf(listener: Listener, end: () => void): Session {
  const { client, streams } = listener;
  const reply = (id: unknown, result: unknown) => client.send(JSON.stringify({ result, id }));
  return {
    hear(text) {
      const message = spoken(text);
      const { method, params, id } = message ?? {};
      if (message === undefined) client.send('{"code":3,"msg":"Invalid JSON: expected value"}');
      else if (method === 'LIST_SUBSCRIPTIONS') reply(id, [...streams]);
      else if (method === 'SET_PROPERTY' && Array.isArray(params) && params[0] === 'combined') {
        listener.combined = params[1] === true;
        reply(id, null);
      } else if (method === 'SUBSCRIBE' || method === 'UNSUBSCRIBE') {
        for (const name of texts(params))
          if (method === 'SUBSCRIBE') streams.add(name);
          else streams.delete(name);
        reply(id, null);
      } else
        client.send(JSON.stringify({ code: 2, msg: `Invalid request: unknown variant \`${method}\``, id }));
    },
    end,
  };
}
