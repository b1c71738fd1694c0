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
