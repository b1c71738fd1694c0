import { afterEach, describe, expect, it, vi } from 'vitest';
import { namesakes } from '../../app/_people/namesakes.ts';
import { keyboardHeight } from '../../app/_ui/keyboard-inset.tsx';
import { clockLocale } from '../../app/_ui/moments.ts';
import { unsaid } from '../support/unsaid.ts';

afterEach(() => vi.unstubAllGlobals());

describe('the frame', () => {
  it.each([
    ['a keyboard that is laid over the page', 844, { height: 508, scale: 1 }, 336],
    ['a window that shrinks for the keyboard', 508, { height: 508, scale: 1 }, 0],
    ['a bar of the browser', 844, { height: 790, scale: 1 }, 0],
    ['a page that is magnified', 844, { height: 422, scale: 2 }, 0],
  ])('ends above %s', (_, innerHeight, viewport, covered) => {
    expect(keyboardHeight({ innerHeight, viewport })).toBe(covered);
  });
});

describe('clocks', () => {
  it.each([
    ['en', ['de-DE', 'en-GB', 'en-US'], 'en-GB'],
    ['en', ['en-US'], 'en-US'],
    ['zh', ['en-GB', 'zh-TW'], 'zh-TW'],
    ['zh', ['en-GB'], 'zh'],
  ])('of a page in %s follow a browser that prefers %j', (locale, languages, clock) => {
    vi.stubGlobal('navigator', { languages });
    expect(clockLocale(locale)).toBe(clock);
  });
});

describe('people of one name', () => {
  const person = (id: string, name: string) => ({ id, name, ...unsaid });

  it('are told apart by the end of their ids, and nobody else is', () => {
    const people = [person('01-a1e1', 'Alex Kim'), person('02-a1e2', 'alex kim'), person('03-a1e3', 'Alexa')];
    expect([...namesakes(people)]).toEqual([
      ['01-a1e1', 'a1e1'],
      ['02-a1e2', 'a1e2'],
    ]);
  });
});
