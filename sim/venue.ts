import { invariant } from '../shared/domain/units/invariant.ts';
import { marketResolvedFrame } from './book-frames.ts';
import { makeBookMaker } from './book-maker.ts';
import { type Outlook, standing } from './fair-value.ts';
import { isUp, listedFrame, resolvedFrame } from './gamma-frames.ts';
import type { Outbox } from './outbox.ts';
import type { MakerSettings } from './profile.ts';
import { makeRandom } from './random.ts';
import type { ReferenceFeed } from './reference-feed.ts';
import { BOOK, LISTING } from './statistics.ts';
import { makeWindow, type SimulatedWindow, WINDOW_MS } from './window.ts';

interface VenueSettings {
  readonly seed: number;
  readonly startAt: number;
  readonly firstOpenAt: number;
  readonly windows: number;
  readonly outbox: Outbox;
  readonly reference: ReferenceFeed;
  readonly maker: MakerSettings;
}

/** The venue's windows one after another: each is listed, quoted from a minute before its open to its close, and resolved. */
export function makeVenue({ seed, startAt, firstOpenAt, windows, outbox, reference, maker }: VenueSettings) {
  const random = makeRandom(seed, 'resolution');
  let listed = 0;
  let quoted = 0;
  let open: { readonly window: SimulatedWindow; readonly quote: ReturnType<typeof makeBookMaker> }[] = [];

  const openAt = (index: number) => firstOpenAt + index * WINDOW_MS;

  function resolve(window: SimulatedWindow): void {
    const strike = reference.twapAt(window.openAt);
    const final = reference.twapAt(window.closeAt);
    invariant(
      strike !== undefined && final !== undefined,
      'the averages at both ends of a window are printed',
    );
    const { least, most } = LISTING.resolvedAfterMs;
    const at = window.closeAt + least + random.whole(most - least);
    const resolution = { strike, final, at };
    outbox.send(at, 'clob', marketResolvedFrame(window, at - 40, isUp(resolution)));
    outbox.send(at + 1, 'gamma', resolvedFrame(window, resolution));
  }

  return (from: number, outlook: Outlook): void => {
    for (
      ;
      listed < windows && from >= Math.max(startAt, openAt(listed) - LISTING.announcedBeforeMs);
      listed++
    )
      outbox.send(from, 'gamma', listedFrame(makeWindow(seed, openAt(listed))));
    for (; quoted < windows && from >= openAt(quoted) - BOOK.opensBeforeMs; quoted++) {
      const window = makeWindow(seed, openAt(quoted));
      open.push({ window, quote: makeBookMaker(seed, window, { outbox, maker }) });
    }
    for (const { window, quote } of open) quote(outlook.now, standing(window, reference, outlook));
    for (const { window } of open) if (window.closeAt === outlook.now) resolve(window);
    open = open.filter(({ window }) => window.closeAt > outlook.now);
  };
}
