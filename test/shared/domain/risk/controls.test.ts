import { expect, test } from 'vitest';
import type { Account, Halt } from '../../../../shared/domain/ledger/account.ts';
import { apply } from '../../../../shared/domain/ledger/apply.ts';
import { type Control, controlEvents } from '../../../../shared/domain/risk/controls.ts';
import { accountOf, secondsIn } from '../examples.ts';

const now = secondsIn(60);
const by = { by: 'ada@desk', reason: 'to look' };
const cooldown: Halt = {
  breaker: 'consecutive-losses',
  severity: 'medium',
  since: secondsIn(0),
  until: secondsIn(3_600),
  reason: '5 losses in a row',
};
const drawdown: Halt = { breaker: 'drawdown', severity: 'critical', since: secondsIn(0), reason: '16 %' };
const over: Halt = { ...cooldown, breaker: 'daily-loss', until: secondsIn(59) };

/** The account after what `control` comes to. */
function after(control: Control, account: Account): Account {
  for (const event of controlEvents(control, account, now)) {
    const applied = apply(account, event, now);
    if (applied.kind === 'applied') account = applied.account;
  }
  return account;
}

test.each([
  ['pause', { breaker: 'pause', severity: 'medium' }],
  ['kill', { breaker: 'kill-switch', severity: 'critical' }],
] as const)('%s halts without an end, with who and why', (kind, halt) => {
  expect(after({ kind, ...by }, accountOf(1_000)).halts).toEqual([{ ...halt, since: now, ...by }]);
});

test('a resume lifts every halt without an end, and leaves one that ends by itself', () => {
  const account = accountOf(1_000, { halts: [cooldown, drawdown] });
  const halted = after({ kind: 'kill', ...by }, after({ kind: 'pause', ...by }, account));
  expect(halted.halts).toHaveLength(4);
  const resume: Control = { kind: 'resume', ...by };
  expect(controlEvents(resume, halted, now)).toEqual([
    { kind: 'resumed', breaker: 'drawdown', ...by },
    { kind: 'resumed', breaker: 'pause', ...by },
    { kind: 'resumed', breaker: 'kill-switch', ...by },
  ]);
  expect(after(resume, halted).halts).toEqual([cooldown]);
});

test('a resume of one breaker lifts that one alone, also where it would have ended by itself', () => {
  const account = accountOf(1_000, { halts: [cooldown, drawdown] });
  const resume: Control = { kind: 'resume', breaker: 'consecutive-losses', ...by };
  expect(after(resume, account).halts).toEqual([drawdown]);
});

test.each<[string, readonly Halt[], Partial<Control>]>([
  ['an account that is not halted', [], {}],
  ['a halt that ends by itself', [cooldown], {}],
  ['a halt that is over', [over], { breaker: 'daily-loss' }],
  ['another halt than is named', [drawdown], { breaker: 'pause' }],
])('a resume comes to nothing for %s', (_, halts, named) => {
  const resume = { kind: 'resume', ...by, ...named } as Control;
  expect(controlEvents(resume, accountOf(1_000, { halts }), now)).toEqual([]);
});
