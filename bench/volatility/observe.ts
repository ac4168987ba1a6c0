import { Collector } from '../../fargate/collector/collect.ts';
import type { TapeLine } from '../../shared/adapters/tape/format.ts';
import { parseConfiguration, signalParameters } from '../../shared/contracts/config.ts';
import type { MarketEvent } from '../../shared/domain/market/event.ts';
import { rulesFor } from '../../shared/domain/market/rulebook.ts';
import { scaledMinutes, type Window, windowId } from '../../shared/domain/market/window.ts';
import { effectiveSeconds, probabilityUp } from '../../shared/domain/signal/fair-value.ts';
import { after, type EpochMs, epochMs } from '../../shared/domain/units/time.ts';
import { parseFrame } from '../../shared/feeds/parse-frame.ts';

/** Minutes of a quarter of an hour at which a window is looked at; other lengths scale them. */
export const LOOKS = [3, 4, 5] as const;

/** What was predicted of a window at one look, and what came. */
export interface Observation {
  readonly window: string;
  /** (Realised - predicted) / predicted deviation of the distance that settlement measures. */
  readonly z: number;
  /** Probability of Up by `fair-value`. */
  readonly up: number;
  readonly outcome: 0 | 1;
}

interface Look {
  readonly window: Window;
  readonly at: EpochMs;
}

/**
 * Every window of the lines at each of {@link LOOKS}, as the engine that trades sees it: the distance from the strike, the
 * volatility, and the price that the venue's own prints settle it at. Frames of order books are left out: nothing here
 * comes from them. A window without a view or without both prints is no observation.
 */
export function observer(settings: Record<string, unknown> = {}) {
  const configuration = parseConfiguration(settings);
  const looks: Look[] = [];
  const waiting: { readonly look: Look; readonly distance: number; readonly sigma: number }[] = [];
  const found: Observation[] = [];
  const collector = new Collector({
    parameters: signalParameters(configuration, 'replay'),
    wake: () => undefined,
    listed: (window) => {
      for (const minute of LOOKS)
        looks.push({ window, at: after(window.openAt, scaledMinutes(window, minute)) });
      looks.sort((a, b) => a.at - b.at);
    },
    closed: () => undefined,
    refused: () => undefined,
  });

  function look(next: Look): void {
    collector.advance(next.at);
    const view = collector.window(windowId(next.window))?.view(next.at);
    if (view?.sigma === undefined || view.distance === undefined) return;
    waiting.push({
      look: next,
      distance: view.distance,
      sigma: Math.max(view.sigma, configuration.minSigma),
    });
  }

  return {
    take({ channel, frame, receivedAt }: TapeLine): void {
      if (channel === 'clob' || channel === 'clob-rest') return;
      const events: MarketEvent[] = [];
      parseFrame(
        channel,
        frame,
        (event) => events.push(event),
        () => undefined,
      );
      const at = epochMs(receivedAt);
      while (looks[0] !== undefined && looks[0].at <= at) look(looks.shift() as Look);
      collector.advance(at);
      for (const event of events) collector.take(event, at);
    },
    observations(): readonly Observation[] {
      for (const { look: of, distance, sigma } of waiting) {
        const { window, at } = of;
        const rules = rulesFor(window);
        const strike = collector.strike(window, rules);
        const final = collector.final(window, rules);
        if (strike === undefined || strike.source === 'estimated' || final === undefined) continue;
        const msToClose = window.closeAt - at;
        const { settlement } = rules;
        const realised = Math.log(Number(final) / Number(strike.value));
        found.push({
          window: windowId(window),
          z: (realised - distance) / (sigma * Math.sqrt(effectiveSeconds(msToClose, settlement))),
          up: probabilityUp({ distance, sigma, msToClose, settlement }),
          outcome: final >= strike.value ? 1 : 0,
        });
      }
      waiting.length = 0;
      return found;
    },
  };
}

/** Mean and standard deviation of `z`, about that mean. */
export function spread(observations: readonly Observation[]): {
  readonly mean: number;
  readonly deviation: number;
} {
  const mean = observations.reduce((sum, { z }) => sum + z, 0) / observations.length;
  const squares = observations.reduce((sum, { z }) => sum + (z - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (observations.length - 1)) };
}

export interface Tenth {
  readonly from: number;
  readonly n: number;
  /** Mean probability of Up that was said, and the share that came. */
  readonly said: number;
  readonly came: number;
  /** Wilson's interval at 95 % of the share that came. */
  readonly interval: readonly [number, number];
  readonly holds: boolean;
}

/** Whether what was said came, by tenths of probability: one look a window, since looks at one window are not independent. */
export function tenths(observations: readonly Observation[]): Tenth[] {
  return Array.from({ length: 10 }, (_, tenth) => {
    const those = observations.filter(({ up }) => Math.min(9, Math.floor(up * 10)) === tenth);
    const n = those.length;
    const said = those.reduce((sum, { up }) => sum + up, 0) / n;
    const came = those.reduce((sum, { outcome }) => sum + outcome, 0) / n;
    const interval = wilson(came, n);
    return {
      from: tenth / 10,
      n,
      said,
      came,
      interval,
      holds: n === 0 || (said >= interval[0] && said <= interval[1]),
    };
  });
}

const Z95 = 1.959964;

function wilson(share: number, n: number): readonly [number, number] {
  const z2 = Z95 ** 2 / n;
  const middle = (share + z2 / 2) / (1 + z2);
  const half = (Z95 * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n))) / (1 + z2);
  return [middle - half, middle + half];
}
