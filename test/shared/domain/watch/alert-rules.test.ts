import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ALERT_RULES, LOGGED_EVENTS, periodOf } from '../../../../shared/domain/watch/alert-rules.ts';
import { channelsOf } from '../../../../shared/domain/watch/severity.ts';

const idsOf = (severity: string) =>
  ALERT_RULES.filter((rule) => rule.severity === severity).map(({ id }) => id);

test('every alert of the plan is there, by severity', () => {
  expect(idsOf('critical')).toEqual(['daily-loss', 'drawdown', 'database-lost', 'venue-authentication']);
  expect(idsOf('high')).toEqual([
    'losses-in-a-row',
    'api-errors',
    'feed-disconnected',
    'collector-silent',
    'cannot-wake',
    'low-balance',
  ]);
  expect(idsOf('warning')).toEqual(['no-decisions', 'slippage', 'low-liquidity']);
  expect(LOGGED_EVENTS.map(({ title }) => title)).toEqual([
    'A market was found',
    'A window was not entered',
    'A position was opened or closed',
  ]);
});

test('every rule has a heading in the runbook, and links to it', () => {
  const headings = readFileSync('docs/runbook.md', 'utf8').match(/^## .+$/gm);
  for (const { id, runbook } of ALERT_RULES) {
    expect(headings).toContain(`## ${id}`);
    expect(runbook).toBe(`docs/runbook.md#${id}`);
  }
});

test.each([
  ['critical', ['email', 'sms', 'discord', 'telegram']],
  ['high', ['email', 'discord', 'telegram']],
  ['warning', ['discord']],
  ['info', []],
] as const)('%s is told by %j', (severity, channels) => {
  expect(channelsOf(severity)).toEqual(channels);
});

test.each([
  // Half an hour is six windows of 5 minutes and two of 15; two windows of an hour are two hours.
  ['no-decisions', 5, 30],
  ['no-decisions', 15, 30],
  ['no-decisions', 60, 120],
  ['drawdown', 240, 5],
])('%s with windows of %d minutes looks at %d minutes', (id, windowMinutes, minutes) => {
  expect(periodOf(ALERT_RULES.find((rule) => rule.id === id)!, windowMinutes)).toBe(minutes);
});

test('an alarm looks back a day at most, which is all that CloudWatch allows', () => {
  for (const rule of ALERT_RULES)
    expect(periodOf(rule, 240) * rule.evaluationPeriods).toBeLessThanOrEqual(1_440);
});
