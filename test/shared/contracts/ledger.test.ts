import { describe, expect, test } from 'vitest';
import { LedgerEntrySchema } from '../../../shared/contracts/ledger.ts';
import type { Account } from '../../../shared/domain/ledger/account.ts';
import { apply } from '../../../shared/domain/ledger/apply.ts';
import type { LedgerEvent } from '../../../shared/domain/ledger/event.ts';
import { secondsIn, shares, usd } from '../domain/examples.ts';

const at = secondsIn(240);
const windowId = 'btc-15m-1790616600';
/** A history with every kind of event. */
const events: readonly LedgerEvent[] = [
  { kind: 'opened', capital: usd(10_000) },
  { kind: 'reserved', windowId: 'other', amount: usd(50), stake: usd(45) },
  { kind: 'released', windowId: 'other', reason: 'not filled' },
  { kind: 'reserved', windowId, amount: usd(107.00001), stake: usd(100) },
  {
    kind: 'filled',
    windowId,
    orderId: '0x754b',
    side: 'up',
    shares: shares(172.41),
    cost: usd(99.9978),
    fee: usd(2.93994),
  },
  { kind: 'settled', windowId, outcome: 'down', lockoutWins: 5, lockoutTrades: 5 },
  {
    kind: 'halted',
    halt: { breaker: 'daily-loss', severity: 'high', since: at, until: secondsIn(3_600), reason: '5.10 %' },
  },
  {
    kind: 'halted',
    halt: { breaker: 'kill-switch', severity: 'critical', since: at, reason: 'by hand', by: 'ada@desk' },
  },
  { kind: 'resumed', breaker: 'kill-switch', reason: 'checked', by: 'ada@desk' },
];

function journal() {
  let account: Account | undefined;
  return events.map((event, index) => {
    const applied = apply(account, event, at);
    if (applied.kind === 'already') throw new Error(`${event.kind} changed nothing`);
    account = applied.account;
    return { seq: index + 1, at, event, account, previous: 'p', digest: 'd' };
  });
}

describe('a line of the journal', () => {
  test.each(journal().map((entry) => [entry.seq, entry.event.kind, entry] as const))(
    'is read back as it was written: %d, %s',
    (_, __, entry) => {
      expect(LedgerEntrySchema.parse(JSON.parse(JSON.stringify(entry)))).toEqual(entry);
    },
  );

  const [first] = journal();
  test.each<[string, unknown]>([
    ['a number before the first', { ...first, seq: 0 }],
    ['an event that does not exist', { ...first, event: { kind: 'forgotten' } }],
    ['a breaker that does not exist', { ...first, event: { kind: 'resumed', breaker: 'mood', reason: 'x' } }],
    ['an account with something missing', { ...first, account: { ...first?.account, cash: undefined } }],
    ['an account with something unknown', { ...first, account: { ...first?.account, debt: 1 } }],
    ['no digest, as an earlier version wrote it', { ...first, digest: undefined }],
    ['money that is no whole millionth', { ...first, account: { ...first?.account, cash: 0.1 } }],
  ])('is refused with %s', (_, entry) => {
    expect(LedgerEntrySchema.safeParse(entry).success).toBe(false);
  });
});
