import { parentPort } from 'node:worker_threads';
import { MalformedFrameError, VenueUnavailableError } from '../../contracts/errors.ts';
import { spotHistory } from './history.ts';
import { type OpenMarket, openMarket, type RestMarket } from './market.ts';
import type { Answer, Question } from './rest-thread.ts';

/** The thread of rest-thread.ts: asks what it is told to, and answers in messages. */

const markets = new Map<string, Promise<OpenMarket>>();

function marketOf(market: RestMarket): Promise<OpenMarket> {
  const key = JSON.stringify(market);
  const open = markets.get(key) ?? openMarket(market);
  markets.set(key, open);
  return open;
}

async function answerTo({ market, ask }: Question): Promise<Answer['words']> {
  try {
    const open = await marketOf(market);
    const told: Answer['words'] = { kind: 'told', leastMs: open.leastMs, trades: [], history: [] };
    if (ask === 'open') return told;
    return 'trades' in ask
      ? { ...told, trades: await open.trades(ask.trades) }
      : { ...told, history: await spotHistory(open, market, ask.span) };
  } catch (error) {
    if (error instanceof MalformedFrameError)
      return { kind: 'malformed', channel: error.channel, reason: error.reason };
    if (!(error instanceof VenueUnavailableError)) throw error;
    const { message, retryAfterMs, cause } = error;
    const name = cause instanceof Error ? cause.name : 'Error';
    return { kind: 'unavailable', message, retryAfterMs, cause: name };
  }
}

parentPort?.on('message', async (question: Question) => {
  parentPort?.postMessage({ id: question.id, words: await answerTo(question) } satisfies Answer);
});
