import { describe, expect, test } from 'vitest';
import {
  ApproveRisk,
  AwaitTrigger,
  ConfirmFill,
  EvaluateSignal,
  OpenWindow,
  RaiseAlert,
  RecordSkip,
  SettlePosition,
} from '../../../shared/contracts/tasks.ts';
import { quarter, secondsIn, september, shares, usd } from '../domain/examples.ts';

const ofWindow = { windowId: 'btc-15m-1790616600', window: quarter };

describe('a task', () => {
  test('is given its window', () => {
    expect(OpenWindow.input.parse(ofWindow)).toEqual(ofWindow);
    expect(OpenWindow.input.safeParse({ ...ofWindow, windowId: '' }).success).toBe(false);
  });

  test('waits until an ISO instant, as Wait states read them', () => {
    const wait = { windowId: ofWindow.windowId, token: 't' };
    expect(AwaitTrigger.input.parse({ ...wait, until: '2026-09-28T17:35:00.000Z' }).until).toBe(
      secondsIn(300),
    );
    expect(AwaitTrigger.input.safeParse({ ...wait, until: 'soon' }).success).toBe(false);
  });

  test('evaluates without a snapshot when the collector is silent', () => {
    const input = { ...ofWindow, rules: september, snapshot: null };
    expect(EvaluateSignal.input.parse(input)).toEqual(input);
  });

  test.each([
    [OpenWindow.output, { kind: 'skip', reason: 'no-market' }],
    [ApproveRisk.output, { kind: 'approved', stake: usd(100) }],
    [ApproveRisk.output, { kind: 'rejected', reason: 'halted' }],
    [ConfirmFill.output, { kind: 'filled', shares: shares(172.41), cost: usd(99.9978), fee: usd(2.93994) }],
    [ConfirmFill.output, { kind: 'nothing' }],
    [SettlePosition.output, { outcome: 'unknown', payout: 0, pnl: 0 }],
    [RecordSkip.input, { ...ofWindow, reason: 'failed' }],
    [RaiseAlert.input, { ...ofWindow, error: { Error: 'VenueUnavailableError', Cause: 'timeout' } }],
  ])('case %#: its contract reads back %o', (contract, value) => {
    expect(contract.parse(JSON.parse(JSON.stringify(value)))).toEqual(value);
  });

  test.each([
    [OpenWindow.output, { kind: 'skip', reason: 'bad-mood' }],
    [ApproveRisk.output, { kind: 'approved' }],
    [ConfirmFill.output, { kind: 'filled', shares: -1, cost: 1, fee: 0 }],
    [SettlePosition.input, ofWindow],
  ])('case %#: its contract refuses %o', (contract, value) => {
    expect(contract.safeParse(value).success).toBe(false);
  });
});
