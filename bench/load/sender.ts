import { setTimeout as delay } from 'node:timers/promises';
import { epochMs } from '../../shared/domain/units/time.ts';
import { makeVenueClock } from '../../sim/servers/clock.ts';
import { Front } from '../../sim/servers/front.ts';
import { NO_INTERFERENCE } from '../../sim/servers/outlet.ts';
import { ok, type Side } from '../../sim/servers/side.ts';
import { sidesOf } from '../../sim/servers/sides.ts';
import { UNBLOCKED } from '../../sim/servers/site.ts';
import { DenseMarket, type Due } from './frames.ts';
import { Tallies, type Tally } from './tally.ts';

/**
 * A process of its own: every simulated venue on real sockets, and a market that never rests. Arguments are frames a
 * second and the instant at which the market begins. Told `finish`, it sends no more, and tells what it sent.
 */
export type FromSender =
  | { readonly kind: 'open'; readonly url: string }
  | {
      readonly kind: 'sent';
      readonly tallies: Record<string, Tally>;
      /** From the first frame on a socket to the last. */
      readonly seconds: number;
      /** How much longer than its time the latest turn took. */
      readonly latestMs: number;
    };

const TURN_MS = 5;
/** A turn that comes late sends no more than this, and the next ones the rest. */
const MOST_A_TURN = 2_000;
/** What was handed to the sockets last is read before the venue says that it has ended. */
const DRAIN_MS = 500;

const [rate, from] = process.argv.slice(2).map(Number) as [number, number];
const clock = makeVenueClock(epochMs(from), 1);
const market = new DenseMarket();
const tallies = new Tallies();
let [firstAt, lastAt, hasEnded] = [0, 0, false];
const about: Side = {
  prefix: '/quarterhour',
  channel: 'gap',
  hears: [],
  play: () => {},
  answer: () =>
    ok({
      now: clock.now(),
      rate: 1,
      synthetic: true,
      title: 'SYNTHETIC load',
      from,
      to: from,
      ended: hasEnded,
    }),
};
const sides = [...sidesOf(() => clock.now(), UNBLOCKED), about];
const byChannel = new Map(sides.flatMap((side) => side.hears.map((channel) => [channel, side] as const)));
const front = await Front.open({
  sides,
  port: 0,
  interference: NO_INTERFERENCE,
  onSent: (_connection, channel, text) => {
    lastAt = performance.now();
    firstAt ||= lastAt;
    tallies.add(channel, text);
  },
});
const tell = (word: FromSender): boolean => process.send?.(word) ?? false;
const play = ({ channel, frame }: Due): void => byChannel.get(channel)?.play(frame, channel);

const startedAt = performance.now();
let [played, latestMs, turnedAt] = [0, 0, startedAt];
const turns = setInterval(() => {
  const now = performance.now();
  latestMs = Math.max(latestMs, now - turnedAt - TURN_MS);
  turnedAt = now;
  const at = clock.now();
  const due = Math.min(MOST_A_TURN, Math.floor(((now - startedAt) * rate) / 1_000) - played);
  front.together(() => {
    for (const each of market.news(at)) play(each);
    for (let count = 0; count < due; count++) play(market.next(at));
  });
  played += Math.max(0, due);
}, TURN_MS);
const beats = setInterval(() => {
  for (const side of sides) side.beat?.();
}, 1_000);
process.once('message', async () => {
  clearInterval(turns);
  clearInterval(beats);
  await delay(DRAIN_MS);
  hasEnded = true;
  tell({ kind: 'sent', tallies: tallies.result(), seconds: (lastAt - firstAt) / 1_000, latestMs });
});
process.once('disconnect', () => process.exit());
tell({ kind: 'open', url: `http://127.0.0.1:${front.port}` });
