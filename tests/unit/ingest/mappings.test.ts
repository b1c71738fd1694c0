import { afterEach, describe, expect, it } from 'vitest';
import { limits } from '../../../protocol/limits.ts';
import type { Mapped } from '../../../server/sources/mapping/evaluate.ts';
import { Mappings } from '../../../server/sources/mapping/mappings.ts';

const started: Mappings[] = [];
const start = () => {
  const mappings = new Mappings();
  started.push(mappings);
  return mappings;
};
afterEach(async () => {
  await Promise.all(started.splice(0).map((mappings) => mappings.stop()));
});

const inputs = (...values: unknown[]) => values.map((value) => ({ value: JSON.stringify(value), headers: '{}' }));
const resultOf = (mapped: Mapped | undefined) => (mapped && 'result' in mapped ? JSON.parse(mapped.result) : mapped);
const errorOf = (mapped: Mapped | undefined) => (mapped && 'error' in mapped ? mapped.error : mapped);

// A regular expression that tries every way to cut a row of letters: nothing in it can be interrupted.
const catastrophe = '{ "n": $contains(text, /^(a+)+$/) }';
const row = { text: `${'a'.repeat(40)}!` };

describe('a mapping', () => {
  it('makes of each event what it says, in order, with what travelled beside it', async () => {
    const mapping = '{ "title": subject & " from " & $headers.desk, "n": n + 1 }';
    const many = Array.from({ length: 130 }, (_, n) => ({
      value: JSON.stringify({ subject: 'Refund', n }),
      headers: JSON.stringify({ desk: 'Berlin' }),
    }));
    const mapped = await start().map('a', mapping, many);
    expect(mapped.map(resultOf)).toEqual(many.map((_, n) => ({ title: 'Refund from Berlin', n: n + 1 })));
  });

  it('is found to be wrong as it is written, and says where', async () => {
    const mappings = start();
    expect(await mappings.faultOf('{ "title": ')).toMatch(/character \d+$/);
    expect(await mappings.faultOf('{ "title": subject }')).toBeNull();
    expect(errorOf((await mappings.map('a', '{ "title": ', inputs({})))[0])).toMatch(/character \d+$/);
  });

  it('says of an event why there is nothing, and goes on with the next one', async () => {
    const mapped = await start().map('a', 'n = 2 ? $error("not this one") : n = 3 ? missing : { "n": n }', [
      ...inputs({ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }),
    ]);
    expect(mapped.map((one) => ('result' in one ? JSON.parse(one.result).n : one.error))).toEqual([
      1,
      expect.stringContaining('not this one'),
      'gives nothing',
      4,
    ]);
  });
});

describe('a mapping that means harm', () => {
  it.each([
    ['calls itself for ever', '($f := function(){ $f() }; $f())'],
    ['calls itself deeper and deeper', '($f := function($n){ 1 + $f($n + 1) }; $f(0))'],
    ['counts to ten million', '{ "n": $count([1..10000000]) }'],
    ['makes a long list in another way', '{ "n": $count($map([1..9999], function($n){ [1..9999] })) }'],
    ['doubles a text', '($f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; { "title": $f("ab", 60) })'],
    ['makes a text as long as there can be', '{ "title": $pad("a", 536000000) }'],
    ['makes much of little', '($f := function($o, $n){ $n = 0 ? $o : $f([$o, $o], $n - 1) }; { "n": $f("ab", 40) })'],
    ['hides a loop in a text', '$eval("($f := function(){ $f() }; $f())")'],
    ['throws something that is no error', '$error({})'],
    ['gives too much', '{ "title": $join($map([1..9000], function($n){ "0123456789" })) }'],
  ])('%s: that is said of the event, and the next one is mapped', async (_, mapping) => {
    const mappings = start();
    const [harmed] = await mappings.map('a', mapping, inputs({ n: 1 }));
    expect(errorOf(harmed)).toEqual(expect.any(String));
    expect((await mappings.map('b', '{ "n": n }', inputs({ n: 7 }))).map(resultOf)).toEqual([{ n: 7 }]);
  });

  it('cannot be interrupted: its thread is ended, and another one goes on behind it', async () => {
    const mappings = start();
    const began = performance.now();
    const mapped = await mappings.map('a', catastrophe, inputs({ text: 'a' }, row, { text: 'b' }, row));
    // Each of the two was given another chance.
    expect(performance.now() - began).toBeGreaterThan(4 * limits.mappingTimeMost);
    expect(mapped.map((one) => ('result' in one ? JSON.parse(one.result).n : one.error))).toEqual([
      true,
      `takes more than ${limits.mappingTimeMost} ms`,
      false,
      `takes more than ${limits.mappingTimeMost} ms`,
    ]);
  });

  it('keeps nobody else waiting until all of its events are done', async () => {
    const mappings = start();
    let isDone = false;
    const slow = mappings.map('a', catastrophe, inputs(...Array.from({ length: 12 }, () => row)));
    void slow.then(() => {
      isDone = true;
    });
    const quick = await mappings.map('b', '{ "n": n }', inputs({ n: 1 }, { n: 2 }));
    expect(isDone).toBe(false);
    expect(quick.map(resultOf)).toEqual([{ n: 1 }, { n: 2 }]);
    expect(new Set((await slow).map(errorOf))).toEqual(new Set([`takes more than ${limits.mappingTimeMost} ms`]));
  });

  it('finds nothing of what it is made of', async () => {
    const mapping =
      '{ "n": $lookup($, "constructor").name & __proto__.constructor.name & "".constructor & $string(toString) }';
    expect((await start().map('a', mapping, inputs({ n: 1 }))).map(resultOf)).toEqual([{ n: '' }]);
  });

  it('leaves nothing behind that the next one would see', async () => {
    const mappings = start();
    const mapping =
      '($merge([{"__proto__": {"seen": true}}, {"constructor": {"prototype": {"seen": true}}}]); {"done": 1})';
    await mappings.map('a', mapping, inputs({ __proto__: null }, JSON.parse('{"__proto__":{"seen":true}}')));
    expect(resultOf((await mappings.map('b', '{ "seen": seen, "n": 1 }', inputs({})))[0])).toEqual({ n: 1 });
  });
});

it('whoever waits when the mappings stop is told so', async () => {
  const mappings = start();
  const waiting = mappings.map('a', catastrophe, inputs(row));
  const refused = expect(waiting).rejects.toThrow('have stopped');
  await mappings.stop();
  await refused;
  await expect(mappings.map('a', '$', inputs({}))).rejects.toThrow('have stopped');
});
