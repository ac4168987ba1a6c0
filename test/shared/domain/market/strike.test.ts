import { expect, test } from 'vitest';
import { toStored } from '../../../../shared/domain/market/strike.ts';
import { parseReference } from '../../../../shared/domain/units/spot.ts';

test('a strike is stored to its last digit', () => {
  expect(toStored({ value: parseReference('65048.078902260626000001'), source: 'gamma' })).toEqual({
    value: '65048.078902260626000001',
    source: 'gamma',
  });
});
