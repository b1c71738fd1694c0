import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PastTexts } from '../../app/(workspace)/chat/_composer/past-texts.ts';
import { parseDraft } from '../../app/(workspace)/chat/_composer/stored-draft.ts';
import { completingAt, mentionedIn, plainText } from '../../app/(workspace)/chat/_message-text/mentions.ts';
import {
  mentionAt,
  nothingWritten,
  partOf,
  rewritten,
  toBody,
  toWritten,
  type Written,
  withMention,
} from '../../app/(workspace)/chat/_message-text/written.ts';

const lin = { id: '01a209ce-5c77-77ab-8cb0-5bef0a39e3a3', name: 'Lin' };
const linWang = { id: '01a209ce-5d00-7877-bf6a-c53d0e1efd13', name: 'Lin Wang' };
const wang = { id: '01a209ce-5ca6-7a9b-8ed8-16cc0a8186c6', name: '王琳' };
const alex = { id: '01a209ce-6a00-7000-8000-00000000a1e1', name: 'Alex Kim' };
const otherAlex = { id: '01a209ce-6a00-7000-8000-00000000a1e2', name: 'Alex Kim' };
const everybody = [lin, linWang, wang, alex, otherAlex];
const nameOf = (id: string) => everybody.find((person) => person.id === id)?.name ?? 'Unknown person';

type Person = { id: string; name: string };

/** As in a text field: `from` to `to` is replaced, the cursor stands behind what was put there. */
const edit = (written: Written, from: number, to: number, added: string): Written =>
  rewritten(written, written.text.slice(0, from) + added + written.text.slice(to), from + added.length);
const type = (written: Written, added: string) => edit(written, written.text.length, written.text.length, added);
const choose = (written: Written, person: Person): Written => {
  const start = written.text.length;
  return withMention(type(written, `@${person.name}`), { ...person, start });
};

describe('a mention', () => {
  it('is sent as the id of the person who was chosen', () => {
    const written = type(choose(type(nothingWritten, 'hey '), lin), ' look');
    expect(written.text).toBe('hey @Lin look');
    expect(toBody(written)).toBe(`hey <@${lin.id}> look`);
  });

  it('means the one who was chosen, also of two people with one name', () => {
    const written = choose(type(choose(nothingWritten, alex), ' and '), otherAlex);
    expect(toBody(written)).toBe(`<@${alex.id}> and <@${otherAlex.id}>`);
    expect(toBody(edit(written, 0, 14, ''))).toBe(`<@${otherAlex.id}>`);
    expect(toBody(edit(written, 9, written.text.length, ''))).toBe(`<@${alex.id}>`);
  });

  it('needs no blank around it, in any script', () => {
    expect(toBody(type(choose(type(nothingWritten, '请'), wang), '看一下'))).toBe(`请<@${wang.id}>看一下`);
    expect(toBody(type(choose(nothingWritten, lin), 'da'))).toBe(`<@${lin.id}>da`);
  });

  it('stays when a blank behind it is taken away', () => {
    const written = type(choose(nothingWritten, wang), ' ');
    expect(toBody(type(edit(written, 3, 4, ''), '你好'))).toBe(`<@${wang.id}>你好`);
  });

  it('typed by hand stays text, also beside one that was chosen', () => {
    expect(toBody(type(choose(nothingWritten, lin), ' @Lin'))).toBe(`<@${lin.id}> @Lin`);
  });

  it('that was typed into means nobody', () => {
    const written = choose(nothingWritten, linWang);
    expect(toBody(edit(written, 4, 4, 'n'))).toBe('@Linn Wang');
    expect(toBody(edit(written, 8, 9, ''))).toBe('@Lin Wan');
    expect(toBody(edit(written, 0, 1, ''))).toBe('Lin Wang');
  });

  it('is deleted whole by one key', () => {
    const written = type(choose(type(nothingWritten, 'ok '), linWang), '!');
    expect(mentionAt(written, 12, 'end')).toEqual([3, 12]);
    expect(mentionAt(written, 3, 'start')).toEqual([3, 12]);
    expect([mentionAt(written, 3, 'end'), mentionAt(written, 11, 'end'), mentionAt(written, 12, 'start')]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('stays while an input method composes beside it, wherever its cursor stands', () => {
    const written = choose(nothingWritten, wang);
    for (const cursor of [0, 1, 3, 5])
      expect(toBody(rewritten(written, `nihao@王琳`, cursor))).toBe(`nihao<@${wang.id}>`);
    for (const cursor of [3, 5, 8]) expect(toBody(rewritten(written, '@王琳nihao', cursor))).toBe(`<@${wang.id}>nihao`);
  });

  it('goes along when it is cut out and put in elsewhere', () => {
    const written = type(choose(type(choose(nothingWritten, lin), ' x '), alex), ' y');
    expect(partOf(written, 4, 16)).toEqual({ text: ' x @Alex Kim', mentions: [{ ...alex, start: 3 }] });
    expect(partOf(written, 8, 16).mentions).toEqual([]);
  });

  it('comes back when a change to it is undone', () => {
    const past = new PastTexts();
    const written = choose(nothingWritten, alex);
    past.remember(written);
    past.remember(edit(written, 9, 9, 'x'));
    expect(past.recall(written.text)).toEqual(written);
  });

  it('keeps its person through any editing around it', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '@', ' ', 'L', '王', '\n', '😀', 'Lin'), maxLength: 4 });
    const step = fc.oneof(
      fc.record({ kind: fc.constant('type' as const), from: fc.nat(), length: fc.nat(6), text }),
      fc.record({ kind: fc.constant('choose' as const), from: fc.nat(), person: fc.constantFrom(...everybody) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        // The model: one entry for each character, which knows the mention that it belongs to.
        let model: { sign: string; mention: Person | null; of: number }[] = [];
        let written = nothingWritten;
        let count = 0;
        for (const one of steps) {
          const from = one.from % (model.length + 1);
          const added = one.kind === 'choose' ? `@${one.person.name}` : one.text;
          const to = one.kind === 'choose' ? from : Math.min(model.length, from + one.length);
          // Typing a character over itself changes nothing that a field could tell.
          const signs = added.split('');
          const same = signs.findIndex((sign, place) => from + place >= to || model[from + place]?.sign !== sign);
          const kept = one.kind === 'choose' ? 0 : same === -1 ? signs.length : same;
          count += 1;
          const mention = one.kind === 'choose' ? one.person : null;
          const [before, after] = [model.slice(0, from + kept), model.slice(to)];
          const cut = new Set([...before, ...after].map(({ of }) => of));
          const inside = before.at(-1)?.of === after[0]?.of ? before.at(-1)?.of : undefined;
          const touched = (of: number) => signs.length > kept && of === inside;
          const whole = (of: number) => model.filter((entry) => entry.of === of).length;
          const next = [
            ...before,
            ...signs.slice(kept).map((sign) => ({ sign, mention, of: mention ? count : 0 })),
            ...after,
          ];
          model = next.map((entry) => {
            const broken = touched(entry.of) || next.filter(({ of }) => of === entry.of).length < whole(entry.of);
            return broken && entry.of !== count && cut.has(entry.of) ? { ...entry, mention: null, of: 0 } : entry;
          });
          written = edit(written, from, to, added);
          if (mention) written = withMention(written, { ...mention, start: from });
          const starts = model.map((entry, place) => entry.mention !== null && model[place - 1]?.of !== entry.of);
          const body = model
            .map((entry, place) =>
              entry.mention === null ? entry.sign : starts[place] ? `<@${entry.mention.id}>` : '',
            )
            .join('');
          expect(toBody(written)).toBe(body.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd());
        }
      }),
    );
  });
});

describe('a message that is edited again', () => {
  it('is the same byte for byte when nothing is changed', () => {
    const part = fc.constantFrom(...everybody.map(({ id }) => `<@${id}>`), '@Lin', 'x', ' ', '\n', '<@', '>', '王');
    fc.assert(
      fc.property(fc.array(part), fc.boolean(), (parts, known) => {
        const body = parts.join('').trim();
        expect(toBody(toWritten(body, known ? nameOf : () => 'Unknown person'))).toBe(body);
      }),
    );
  });

  it('shows names, and the one who was meant is meant after a change', () => {
    const body = `<@${alex.id}> and <@${otherAlex.id}>: see <@${lin.id}>`;
    const written = toWritten(body, nameOf);
    expect(written.text).toBe('@Alex Kim and @Alex Kim: see @Lin');
    expect(toBody(type(written, '!'))).toBe(`${body}!`);
    expect(mentionedIn(body)).toEqual([alex.id, otherAlex.id, lin.id]);
    expect(plainText(body, nameOf)).toBe(written.text);
  });
});

describe('a body', () => {
  it('keeps the first line as far in as it was typed', () => {
    expect(toBody({ text: ' \n\n    if (x)\n  y \n\n', mentions: [] })).toBe('    if (x)\n  y');
  });
});

describe('a stored draft', () => {
  it('comes back as it was', () => {
    const written = choose(type(choose(nothingWritten, alex), ' '), otherAlex);
    expect(parseDraft(JSON.stringify(written))).toEqual(written);
  });

  it('of an earlier page keeps its text and its mentions', () => {
    const draft = { text: 'to @Lin Wang and @Lin', mentions: [lin, linWang] };
    const parsed = parseDraft(JSON.stringify(draft));
    expect(parsed && toBody(parsed)).toBe(`to <@${linWang.id}> and <@${lin.id}>`);
  });

  it.each(['', '{', '[]', '{"text":3}'])(
    'of another form (%j) is the text it is: nothing that was typed is dropped',
    (stored) => {
      expect(parseDraft(stored)).toEqual({ text: stored, mentions: [] });
    },
  );

  it('does not mention who is not named at that place', () => {
    const stored = JSON.stringify({ text: 'hello @Lin', mentions: [{ ...lin, start: 2 }] });
    expect(parseDraft(stored)).toEqual({ text: 'hello @Lin', mentions: [] });
  });
});

describe('completing', () => {
  it.each([
    ['@li', 3, { sign: '@', query: 'li', start: 0 }],
    ['hey @', 5, { sign: '@', query: '', start: 4 }],
    ['你好，@王', 5, { sign: '@', query: '王', start: 3 }],
    ['ok :ta', 6, { sign: ':', query: 'ta', start: 3 }],
    ['hey @li there', 7, { sign: '@', query: 'li', start: 4 }],
    ['你好@王', 4, { sign: '@', query: '王', start: 2 }],
    ['请@张三', 4, { sign: '@', query: '张三', start: 1 }],
    ['请＠张', 3, { sign: '@', query: '张', start: 1 }],
    ['"@li', 4, { sign: '@', query: 'li', start: 1 }],
    ['谢谢/@li', 6, { sign: '@', query: 'li', start: 3 }],
    ['Done.@li', 8, { sign: '@', query: 'li', start: 5 }],
    ['-@li', 4, { sign: '@', query: 'li', start: 1 }],
    ['你好:ta', 5, { sign: ':', query: 'ta', start: 2 }],
  ] as const)('offers something in %j at %i', (text, cursor, expected) => {
    expect(completingAt(text, cursor)).toEqual(expected);
  });

  it.each([
    ['mail me at a@b', 14],
    ['ann.o-brien_@ex', 15],
    ['anne+chat@ex', 12],
    ['josé@ex', 7],
    ['https:// and', 8],
    ['done:', 5],
    ['at 10:30', 8],
    ['@Lin look', 9],
    ['', 0],
  ] as const)('offers nothing in %j at %i', (text, cursor) => {
    expect(completingAt(text, cursor)).toBeNull();
  });
});
