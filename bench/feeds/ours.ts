import assert from 'node:assert/strict';
import { Collector } from '../../fargate/collector/collect.ts';
import { parseConfiguration, signalParameters } from '../../shared/contracts/config.ts';
import type { MarketEvent } from '../../shared/domain/market/event.ts';
import { type Window, windowId } from '../../shared/domain/market/window.ts';
import { entryWindow } from '../../shared/domain/signal/evaluate.ts';
import { parseFrame } from '../../shared/feeds/parse-frame.ts';
import { EXCHANGES, type ExchangeFrame, type Reader, type Recording, tradeIds } from './frames.ts';

/** From frames to the state of an armed window, as the desk and the host of a live run do it. */
export function makeOurs({ listings, from }: Recording): Reader {
  const parameters = signalParameters(parseConfiguration({}), 'paper');
  const windows: Window[] = [];
  const taken = { binance: 0, coinbase: 0, kraken: 0 };
  const collector = new Collector({
    parameters,
    wake: () => undefined,
    listed: (window) => windows.push(window),
    closed: () => undefined,
    refused: (refusal) => assert.fail(`a trade of the tape was refused: ${refusal}`),
  });
  const refuse = (error: Error): never => assert.fail(error);
  for (const text of listings) parseFrame('gamma', text, (event) => collector.take(event, from), refuse);
  const waiting = windows.map((window) => ({ id: windowId(window), ...entryWindow(window, parameters) }));
  let next = waiting.shift();
  return {
    take(frames) {
      for (const { channel, text, at } of frames) {
        const events: MarketEvent[] = [];
        parseFrame(channel, text, (event) => events.push(event), refuse);
        if (events.length === 0) continue;
        collector.advance(at);
        if (next !== undefined && at >= next.from) {
          collector.arm(next.id, 'token', next.to);
          next = waiting.shift();
        }
        for (const event of events) collector.take(event, at);
        collector.tested(at);
        taken[channel] += events.length;
      }
    },
    check(frames) {
      for (const exchange of EXCHANGES)
        assert.equal(
          taken[exchange],
          tradeIds(frames, exchange).length,
          `${exchange}: every trade was taken`,
        );
      const { assets } = collector.feeds((frames.at(-1) as ExchangeFrame).at);
      const heard = Object.values(taken).filter((trades) => trades > 0).length;
      assert.equal(assets[0]?.sources.length ?? 0, heard, 'every exchange has its say in the price');
    },
  };
}
