import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { find, path, place, read, resultPath, type Scope, select } from '../../../local/workflow/path.ts';
import { fill, template } from '../../../local/workflow/template.ts';

const over = (data: unknown): Scope => ({
  data,
  context: {
    Execution: { Name: 'btc-15m-0', StartTime: '1970-01-01T00:00:00.000Z' },
    State: { EnteredTime: '1970-01-01T00:05:00.000Z' },
    Task: { Token: 't' },
  },
});
const field = fc.stringMatching(/^[A-Za-z_]\w{0,6}$/);
const fields = fc.array(field, { minLength: 1, maxLength: 4 });
const json = fc.jsonValue({ maxDepth: 3 });
const pathOf = (names: readonly string[]) => ['$', ...names].join('.');

describe('reading', () => {
  test.each([
    ['$', { a: { b: 1 } }],
    ['$.a', { b: 1 }],
    ['$.a.b', 1],
    ['$$.Execution.Name', 'btc-15m-0'],
    ['$$.Execution.StartTime', '1970-01-01T00:00:00.000Z'],
    ['$$.State.EnteredTime', '1970-01-01T00:05:00.000Z'],
    ['$$.Task.Token', 't'],
  ])('%s', (from, value) => {
    expect(read(from, over({ a: { b: 1 } }))).toEqual(value);
  });

  test.each(['$.b', '$.a.b.c', '$.list.length', '$.constructor', '$.__proto__'])(
    '%s leads nowhere',
    (from) => {
      const scope = over({ a: { b: 1 }, list: [1] });
      expect(find(from, scope)).toBeUndefined();
      expect(() => read(from, scope)).toThrow(expect.objectContaining({ name: 'States.Runtime' }));
    },
  );

  test('null is a value', () => {
    expect(read('$.a', over({ a: null }))).toBeNull();
  });

  test('a null InputPath or OutputPath is an empty object, an absent one everything', () => {
    expect(select(null, over({ a: 1 }))).toEqual({});
    expect(select(undefined, over({ a: 1 }))).toEqual({ a: 1 });
  });

  test.each([
    'a',
    '$a',
    '$.a[0]',
    "$['a']",
    '$..a',
    '$.a.*',
    '$.',
    '$$',
    '$$.Map.Item',
    "States.Format('{}', $)",
  ])('%s is refused', (text) => {
    expect(path.safeParse(text).success).toBe(false);
  });

  test('a result cannot be put into the context', () => {
    expect(resultPath.safeParse('$$.Task.Token').success).toBe(false);
  });
});

describe('placing a result', () => {
  test('what was placed is read back, and nothing else has changed', () => {
    fc.assert(
      fc.property(fc.dictionary(field, fc.constant({})), fields, json, (input, names, value) => {
        const placed = place(pathOf(names), input, value) as Record<string, unknown>;
        expect(read(pathOf(names), over(placed))).toEqual(value);
        const [top = ''] = names;
        expect({ ...placed, [top]: null }).toEqual({ ...input, [top]: null });
      }),
    );
  });

  test('an absent path or $ takes the result alone, null the input alone', () => {
    expect(place(undefined, { a: 1 }, 2)).toBe(2);
    expect(place('$', { a: 1 }, 2)).toBe(2);
    expect(place(null, { a: 1 }, 2)).toEqual({ a: 1 });
  });

  test.each([
    ['$.a', [1]],
    ['$.a', null],
    ['$.a.b', { a: 5 }],
  ])('at %s there has to be an object to hold it', (to, input) => {
    expect(() => place(to, input, 1)).toThrow(
      expect.objectContaining({ name: 'States.ResultPathMatchFailure' }),
    );
  });
});

describe('templates', () => {
  test('fields that end in .$ take what their path leads to, at any depth', () => {
    const filled = fill(
      { 'id.$': '$.a', inner: [{ 'name.$': '$$.Execution.Name' }], text: '$.a', none: null },
      over({ a: [1] }),
    );
    expect(filled).toEqual({ id: [1], inner: [{ name: 'btc-15m-0' }], text: '$.a', none: null });
  });

  test('without paths a template is its own value', () => {
    const marked = (value: unknown) => JSON.stringify(value).includes('.$"');
    fc.assert(
      fc.property(
        json.filter((value) => !marked(value)),
        (value) => {
          expect(fill(value, over({}))).toEqual(value);
        },
      ),
    );
  });

  test('every place of the data can be copied', () => {
    fc.assert(
      fc.property(fields, json, field, (names, value, name) => {
        const data = place(pathOf(names), {}, value);
        expect(fill({ [`${name}.$`]: pathOf(names) }, over(data))).toEqual({ [name]: value });
      }),
    );
  });

  test.each([
    [{ 'a.$': "States.Format('x')" }, 'intrinsic function'],
    [{ deep: [{ 'a.$': '$.b[0]' }] }, 'path "$.b[0]" is not supported'],
    [{ 'a.$': 1 }, 'path 1 is not supported'],
    [{ a: 1, 'a.$': '$' }, 'a.$ and a exclude each other'],
  ])('%o is refused', (value, reason) => {
    expect(template.safeParse(value).error?.issues[0]?.message).toContain(reason);
  });
});
