import { windowAt, windowId } from '../../shared/domain/market/window.ts';
import type { WindowRecord } from '../../shared/domain/record.ts';
import { after, type EpochMs } from '../../shared/domain/units/time.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import { post } from '../../shared/ports/post.ts';
import type { Windows } from '../../shared/ports/windows.ts';
import { shares, usd } from '../shared/domain/examples.ts';
import { entered, market, order, settlement } from '../shared/domain/watch/examples.ts';

interface Stores {
  readonly ledger: Ledger;
  readonly windows: Windows;
}

/** A trade in the window of `at`, in the records and in the ledger: it cost $5.27, and wins $4.73 or loses that. */
export async function traded(
  { windows, ledger }: Stores,
  at: EpochMs,
  outcome: 'up' | 'down',
): Promise<void> {
  const window = windowAt({ asset: 'btc', length: '15m' }, at);
  const id = windowId(window);
  const later = (seconds: number): EpochMs => after(window.openAt, seconds * 1_000);
  const settled = { ...settlement(outcome, outcome === 'up' ? 4.73 : -5.27), at: later(960) };
  const matched = order('matched');
  const records: readonly WindowRecord[] = [
    { ...market, window },
    { ...entered, at: later(200) },
    { ...matched, fills: matched.fills.map((fill) => ({ ...fill, at: later(203) })) },
    settled,
  ];
  for (const record of records) await windows.put(id, record);
  await post(ledger, { kind: 'reserved', windowId: id, amount: usd(6), stake: usd(5) }, later(201));
  const bought = { orderId: '0xa', side: 'up', shares: shares(10), cost: usd(5.1), fee: usd(0.17) } as const;
  await post(ledger, { kind: 'filled', windowId: id, ...bought }, later(203));
  await post(
    ledger,
    { kind: 'settled', windowId: id, outcome, lockoutWins: 5, lockoutTrades: 5 },
    later(960),
  );
}
