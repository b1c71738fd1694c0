import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../protocol/index.ts';
import { canonicalJson, elementsOf, parseJson } from '../../../server/sources/json.ts';

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('JSON from outside', () => {
  it('is parsed as ever', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        const parsed = parseJson(text);
        expect(parsed.ok && JSON.parse(JSON.stringify(parsed.value))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is refused when it is nested deeper than those who handle it can follow, however deep', () => {
    expect(parseJson(nested(limits.ticketEventDepth)).ok).toBe(true);
    for (const depth of [limits.ticketEventDepth + 1, 4_400, 30_000])
      expect(parseJson(nested(depth))).toEqual({ ok: false, error: 'the event is nested more than 100 deep' });
    expect(parseJson(JSON.stringify('['.repeat(1_000))).ok).toBe(true);
  });

  it('is refused when it is longer than an event may be, counted in bytes', () => {
    const most = limits.ticketEventBytes;
    expect(parseJson(`"${'€'.repeat((most - 2) / 3)}"`).ok).toBe(true);
    expect(parseJson(`"${'€'.repeat(most / 3)}"`)).toEqual({
      ok: false,
      error: `the event is longer than ${most} bytes`,
    });
  });

  it('keeps numbers that a double cannot hold', () => {
    const text =
      '{"order":12345678901234567890,"price":0.1234567890123456789,"huge":1e400,"plain":12.50,"least":-9007199254740991}';
    const parsed = parseJson(text);
    expect(parsed.ok && JSON.parse(JSON.stringify(parsed.value))).toEqual({
      order: '12345678901234567890',
      price: '0.1234567890123456789',
      huge: '1e400',
      plain: 12.5,
      least: -9007199254740991,
    });
  });
});

describe('a number that a double cannot hold', () => {
  const kept = (text: string) => {
    const parsed = parseJson(text);
    return parsed.ok && JSON.parse(JSON.stringify(parsed.value));
  };

  it('is kept wherever a number can stand', () => {
    const long = '12345678901234567890';
    for (const number of [
      long,
      `-${long}`,
      `${long}.5`,
      '1e400',
      '-1.5E-400',
      '1234567.890123456789e5',
      '0.30000000000000000001',
    ]) {
      expect(kept(number), number).toBe(number);
      expect(kept(`[${number}]`), number).toEqual([number]);
      expect(kept(`[1,\n${number}]`), number).toEqual([1, number]);
      expect(kept(`{"a":\t${number},"b":[0, ${number}]}`), number).toEqual({ a: number, b: [0, number] });
    }
  });

  it('is no part of a text', () => {
    for (const text of ['1e400', 'see 12345678901234567890', '6e123-4567', '\\"1e400', 'a \\\\ 1e400'])
      expect(kept(JSON.stringify({ text, count: 1 })), text).toEqual({ text, count: 1 });
  });
});

describe('the elements of an array', () => {
  it('are cut out as they are written', () => {
    expect(elementsOf(' [1, {"a":[2,"],["]} ,"x\\",y"] ', 9)).toEqual(['1', ' {"a":[2,"],["]} ', '"x\\",y"']);
    expect(elementsOf('[ ]', 9)).toEqual([]);
    expect(elementsOf(`[1,${nested(450_000)},2]`, 9)).toEqual(['1', nested(450_000), '2']);
  });

  it('are not looked for beyond what is asked', () => {
    expect(elementsOf(`[${'1,'.repeat(1_000)}1]`, 3)).toHaveLength(3);
  });

  it('of what is no array are none', () => {
    for (const text of ['', '1', '{}', '[1', '1]', '[1],[2]', '[1}', '{"a":[1]}']) {
      const elements = elementsOf(text, 9);
      expect(elements?.every((element) => parseJson(element).ok) ?? false, text).toBe(false);
    }
  });

  it('are those that JSON.parse finds', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 })), fc.constantFrom(0, 1, 2), (values, indent) => {
        const text = JSON.stringify(values, null, indent);
        const found = elementsOf(text, values.length + 1)?.map((element) => JSON.parse(element) as unknown);
        expect(found).toEqual(JSON.parse(text));
      }),
    );
  });
});

it('Canonical JSON is the same for every order of fields, and another one for another value', () => {
  expect(canonicalJson({ b: 1, a: { d: [1, 2], c: null } })).toBe(canonicalJson({ a: { c: null, d: [1, 2] }, b: 1 }));
  expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }));
});

it('Canonical JSON is what it always was: the hashes of stored events were made from it', () => {
  const isObject = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const before = (value: unknown) =>
    JSON.stringify(value, (_, inner: unknown) =>
      isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
    );
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      expect(canonicalJson(value)).toBe(before(value));
    }),
  );
  const { value } = parseJson('{"b":12345678901234567890,"a":1,"10":2,"9":null}') as { value: unknown };
  expect(canonicalJson(value)).toBe('{"9":null,"10":2,"a":1,"b":"12345678901234567890"}');
});
