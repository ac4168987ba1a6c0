import { VirtualTimers } from '../../local/timers.ts';
import { entryDigest } from '../../shared/adapters/dynamodb/ledger.ts';
import {
  type Configuration,
  parseConfiguration,
  riskParameters,
  signalParameters,
} from '../../shared/contracts/config.ts';
import { LedgerConflictError } from '../../shared/contracts/errors.ts';
import { LedgerEntrySchema } from '../../shared/contracts/ledger.ts';
import { WindowRecordSchema } from '../../shared/contracts/record.ts';
import type { Order } from '../../shared/domain/execution/order.ts';
import type { LedgerEntry, NewLedgerEntry } from '../../shared/domain/ledger/event.ts';
import type { Market } from '../../shared/domain/market/market.ts';
import type { Side } from '../../shared/domain/market/side.ts';
import type { Strike } from '../../shared/domain/market/strike.ts';
import { windowId } from '../../shared/domain/market/window.ts';
import type { RecordOf, WindowRecord } from '../../shared/domain/record.ts';
import type { WindowSnapshot } from '../../shared/domain/signal/evaluate.ts';
import type { ReferenceValue } from '../../shared/domain/units/spot.ts';
import { after, type EpochMs, utcDay } from '../../shared/domain/units/time.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import type { Alert, Notifier } from '../../shared/ports/notifier.ts';
import { post } from '../../shared/ports/post.ts';
import type { OrderReport, Venue } from '../../shared/ports/venue.ts';
import type { Windows } from '../../shared/ports/windows.ts';
import { secondsIn } from '../shared/domain/examples.ts';

/** Only what JSON keeps is stored. */
const asText = (value: unknown): string => JSON.stringify(value);

const keyOf = (record: WindowRecord): string =>
  record.kind === 'order'
    ? `order ${record.order.id}`
    : record.kind === 'decision'
      ? `decision ${record.at}`
      : record.kind;

/** Records in memory, read back through their contract. `failure` is thrown by the next write. */
class MemoryWindows implements Windows {
  failure: Error | undefined;
  readonly #stored = new Map<string, Map<string, string>>();

  async put(id: string, record: WindowRecord): Promise<void> {
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) throw failure;
    const of = this.#stored.get(id) ?? new Map<string, string>();
    this.#stored.set(id, of.set(keyOf(record), asText(record)));
  }

  async records(id: string): Promise<readonly WindowRecord[]> {
    const stored = [...(this.#stored.get(id) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return stored.map(([, text]) => WindowRecordSchema.parse(JSON.parse(text)) as WindowRecord);
  }

  async of<Kind extends WindowRecord['kind']>(id: string, kind: Kind): Promise<readonly RecordOf<Kind>[]> {
    return (await this.records(id)).filter((record): record is RecordOf<Kind> => record.kind === kind);
  }

  async market(id: string): Promise<RecordOf<'market'> | undefined> {
    return (await this.of(id, 'market'))[0];
  }

  async ofDay(day: EpochMs, status?: RecordOf<'market'>['status']): Promise<readonly string[]> {
    const found: string[] = [];
    for (const id of [...this.#stored.keys()].sort()) {
      const market = await this.market(id);
      if (market === undefined || utcDay(market.window.openAt) !== utcDay(day)) continue;
      if (status === undefined || market.status === status) found.push(id);
    }
    return found;
  }
}

/** A journal in memory. The next `conflicts` appends are lost to another writer, who writes nothing. */
export class MemoryLedger implements Ledger {
  conflicts = 0;
  readonly #stored: string[] = [];

  async head(): Promise<LedgerEntry | undefined> {
    return this.list().at(-1);
  }

  async append(entry: NewLedgerEntry): Promise<void> {
    if (this.conflicts-- > 0 || entry.seq !== this.#stored.length + 1)
      throw new LedgerConflictError(`entry ${entry.seq} exists`);
    this.#stored.push(asText({ ...entry, digest: entryDigest(entry) }));
  }

  async *entries(): AsyncIterable<LedgerEntry> {
    yield* this.list();
  }

  list(): readonly LedgerEntry[] {
    return this.#stored.map((text) => LedgerEntrySchema.parse(JSON.parse(text)) as LedgerEntry);
  }

  kinds(): readonly string[] {
    return this.list().map(({ event }) => event.kind);
  }
}

/** A venue that holds every order for 400 ms and then answers with `end`. */
class FakeVenue implements Venue {
  readonly placed: Order[] = [];
  end: OrderReport = { status: 'unmatched', fills: [] };
  failure: Error | undefined;
  readonly #now: () => EpochMs;

  constructor(now: () => EpochMs) {
    this.#now = now;
  }

  async place(order: Order): Promise<OrderReport> {
    if (this.failure !== undefined) throw this.failure;
    this.placed.push(order);
    return this.#answer(order);
  }

  async report(orderId: string): Promise<OrderReport | undefined> {
    const order = this.placed.find(({ id }) => id === orderId);
    return order === undefined ? undefined : this.#answer(order);
  }

  #answer({ createdAt }: Order): OrderReport {
    const matchAt = after(createdAt, 400);
    return this.#now() < matchAt ? { status: 'delayed', fills: [], matchAt } : this.end;
  }
}

/** Tells each key once. */
class FakeNotifier implements Notifier {
  readonly alerts: Alert[] = [];

  async notify(alert: Alert): Promise<void> {
    if (!this.alerts.some(({ key }) => key === alert.key)) this.alerts.push(alert);
  }
}

/** Everything that the tasks need, made of fakes, with an account of $10,000. */
export async function makeWorld(settings: Record<string, unknown> = {}) {
  const configuration: Configuration = parseConfiguration(settings);
  const clock = new VirtualTimers();
  clock.set(secondsIn(0));
  const windows = new MemoryWindows();
  const ledger = new MemoryLedger();
  const venue = new FakeVenue(() => clock.now());
  const notifier = new FakeNotifier();
  const told: {
    market?: Market | undefined;
    winner?: Side | undefined;
    strike?: Strike | undefined;
    final?: ReferenceValue | undefined;
    snapshot?: ((at: EpochMs) => WindowSnapshot | undefined) | undefined;
    calls: { calls: number; errors: number };
  } = { calls: { calls: 0, errors: 0 } };
  const armed: [id: string, token: string, until: EpochMs][] = [];
  await post(ledger, { kind: 'opened', capital: configuration.totalCapital }, clock.now());
  const deps = {
    clock,
    windows,
    ledger,
    venue,
    notifier,
    catalog: {
      market: async () => told.market,
      resolution: async ({ openAt, series, closeAt }: Market['window']) =>
        told.winner === undefined
          ? undefined
          : { conditionId: `0x${windowId({ openAt, series, closeAt })}`, winner: told.winner },
    },
    references: { strike: async () => told.strike, final: async () => told.final },
    hot: { snapshot: async () => told.snapshot?.(clock.now()) },
    triggers: {
      arm: async (id: string, token: string, until: EpochMs) => {
        armed.push([id, token, until]);
      },
    },
    health: { recent: async () => told.calls },
    signal: signalParameters(configuration, 'replay'),
    risk: riskParameters(configuration),
    orderType: configuration.orderType,
    takerDelayMs: configuration.takerDelayMs,
  };
  return { ...deps, deps, told, armed };
}
export type World = Awaited<ReturnType<typeof makeWorld>>;
