import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenLink, digestedText } from '../../../../shared/domain/ledger/chain.ts';
import type { LedgerEntry } from '../../../../shared/domain/ledger/event.ts';
import { trading } from '../../adapters/stored-examples.ts';

const [first, second, third] = trading as [LedgerEntry, LedgerEntry, LedgerEntry];

/** The same value with the fields of every object in another order. */
const turned = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(turned)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([key, each]) => [key, turned(each)]),
        )
      : value;

test.each(trading.map((entry) => [entry.event.kind, entry] as const))(
  'what is digested of an entry does not hang on the order of its fields: %s',
  (_, entry) => {
    const other = turned(entry) as LedgerEntry;
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(entry));
    expect(digestedText(other)).toBe(digestedText(entry));
  },
);

test('what is digested tells any two contents apart, and does not hold the digest', () => {
  const { digest: _, ...rest } = first;
  expect(digestedText(first)).toBe(digestedText(rest));
  const texts = [
    first,
    { ...first, seq: 2 },
    { ...first, previous: 'x' },
    { ...first, at: second.at },
    { ...first, event: second.event },
    { ...first, account: second.account },
  ].map(digestedText);
  expect(new Set(texts).size).toBe(6);
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const text = (reason: string) =>
        digestedText({ ...first, event: { kind: 'released', windowId: 'w', reason } });
      expect(text(a) === text(b)).toBe(a === b);
    }),
  );
});

test.each<[string, LedgerEntry, LedgerEntry | undefined, string | undefined]>([
  ['the first entry', first, undefined, undefined],
  ['the next entry', second, first, undefined],
  ['a first entry that follows something', { ...first, previous: 'x' }, undefined, 'was not written after'],
  ['the second entry as the first', second, undefined, 'is missing'],
  ['the third entry after the first', third, first, 'is missing'],
  ['an entry again', second, second, 'is missing'],
  [
    'an entry after another one than it was written after',
    { ...second, previous: 'x' },
    first,
    'was not written',
  ],
])('%s', (_, entry, before, why) => {
  const told = brokenLink(entry, before);
  if (why === undefined) expect(told).toBeUndefined();
  else expect(told).toContain(why);
});
