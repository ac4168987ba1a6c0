import type { WindowRecord } from './records.ts';

/** A chart a few hundred pixels wide shows no more than this. */
const POINTS = 180;
const MINUTE_MS = 60_000;
/** The plan's entry times, minutes 3 to 5 of 15, as shares of a window. */
const ENTRY_FROM = 3 / 15;
const ENTRY_TO = 5 / 15;

interface PathRow {
  readonly minute: number;
  readonly bps: number | null;
  readonly up: number | null;
}

interface DecisionMark {
  readonly minute: number;
  readonly label: 'Up' | 'Down' | 'skip' | 'wait';
}

interface FillMark {
  readonly minute: number;
  readonly paid: number;
  readonly label: 'Up' | 'Down';
}

interface EntryTimes {
  readonly from: number;
  readonly to: number;
}

/** A window in minutes since its open. `paid` of a fill is its price as one of Up: Down at 0.40 is Up at 0.60. */
interface WindowPath {
  readonly minutes: number;
  readonly entry: EntryTimes;
  readonly path: readonly PathRow[];
  readonly decisions: readonly DecisionMark[];
  readonly fills: readonly FillMark[];
}

/** The last of each of {@link POINTS} equal stretches, which is what was known at its end. */
const lastOfEach = <T>(rows: readonly T[], stretch: (row: T) => string | number): T[] => [
  ...new Map(rows.map((row) => [stretch(row), row])).values(),
];

const ENTRY_LIMIT = /^([\d.]+) to ([\d.]+) min$/;

/** As the decisions of the window judged them: '3 to 5 min'. */
function entryTimes({ decisions }: WindowRecord): EntryTimes | undefined {
  const criterion = decisions.at(-1)?.criteria.find(({ name }) => name === 'entry-window');
  const match = ENTRY_LIMIT.exec(String(criterion?.limit));
  return match === null ? undefined : { from: Number(match[1]), to: Number(match[2]) };
}

const round = (value: number, places: number) => Number(value.toFixed(places));
const bought = (side: 'up' | 'down' | undefined) => (side === 'down' ? 'Down' : 'Up');

/** What the chart of one window draws. Decisions of one kind closer than it can show are drawn once. */
export function windowPath(window: WindowRecord): WindowPath {
  const openAt = Date.parse(window.openAt);
  const lengthMs = Date.parse(window.closeAt) - openAt;
  const minutes = lengthMs / MINUTE_MS;
  const minute = (at: string) => round((Date.parse(at) - openAt) / MINUTE_MS, 3);
  const stretch = (at: string) => Math.floor(((Date.parse(at) - openAt) / lengthMs) * POINTS);
  const path = lastOfEach(window.path, ({ at }) => stretch(at));
  const decisions = lastOfEach(window.decisions, ({ at, kind }) => `${kind} ${stretch(at)}`);
  return {
    minutes,
    entry: entryTimes(window) ?? { from: minutes * ENTRY_FROM, to: minutes * ENTRY_TO },
    path: path.map(({ at, change, up }) => ({
      minute: minute(at),
      bps: change === null ? null : round(change * 10_000, 2),
      up: up === null ? null : round(up, 4),
    })),
    decisions: decisions.map(({ at, kind, side }) => ({
      minute: minute(at),
      label: kind === 'enter' ? bought(side) : kind,
    })),
    fills: window.fills.map(({ at, side, price }) => ({
      minute: minute(at),
      paid: side === 'up' ? Number(price) : round(1 - Number(price), 4),
      label: bought(side),
    })),
  };
}
