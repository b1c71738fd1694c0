import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { browserWith, fullStorage, storageOf } from './storages.ts';

// Each test is a page of its own: what is kept in the page is kept in its modules.
const page = () => import('../../../app/_live/core/storage/texts.ts');
const people = () => import('../../../app/_live/core/storage/personal.ts');

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

describe('what the browser keeps', () => {
  test('is there for the next page, and gone when it is forgotten', async () => {
    const entries = new Map<string, string>();
    browserWith(storageOf(entries));
    (await page()).keepText('one', 'text');
    vi.resetModules();
    const next = await page();
    expect(next.keptText('one')).toBe('text');
    expect(next.keptNames()).toEqual(['one']);
    next.forgetText('one');
    expect([next.keptText('one'), entries.size, next.keeping.getState().works]).toEqual([null, 0, true]);
  });

  test('is told to other tabs', async () => {
    const window = browserWith(storageOf(new Map()));
    const heard: (string | null)[] = [];
    const stop = (await page()).onKeptElsewhere((name) => heard.push(name));
    for (const key of ['one', null]) window.dispatchEvent(Object.assign(new Event('storage'), { key }));
    stop();
    window.dispatchEvent(Object.assign(new Event('storage'), { key: 'two' }));
    expect(heard).toEqual(['one', null]);
  });
});

describe.each([
  ['forbids storage', () => 'forbidden' as const],
  ['has no room left', () => fullStorage(new Map([['there', 'before']]))],
  ['is a server', () => null],
])('a browser that %s', (_, storage) => {
  test('keeps what is written for as long as the page is there, and says so; nothing throws', async () => {
    const localStorage = storage();
    if (localStorage !== null) browserWith(localStorage);
    const { keepText, keptText, keptNames, forgetText, keeping, onKeptElsewhere } = await page();
    expect(keeping.getState().works).toBe(true);
    keepText('one', 'text');
    expect(keptText('one')).toBe('text');
    expect(keptNames()).toContain('one');
    expect(keeping.getState().works).toBe(false);
    onKeptElsewhere(() => undefined)();
    forgetText('one');
    expect(keptText('one')).toBeNull();
    expect(keeping.getState().works).toBe(true);
  });
});

test('everything one person wrote is forgotten, and nothing of anybody else', async () => {
  const names = ['draft:ada:room', 'edit:ada:message', 'draft:bob:room', 'theme', 'ada', 'draft:'];
  const entries = new Map(names.map((name) => [name, 'text']));
  browserWith(storageOf(entries));
  const { peopleWithTexts, forgetTextsOf, personalName } = await people();
  expect(peopleWithTexts()).toEqual(['ada', 'bob']);
  expect(personalName('draft', 'ada', 'room')).toBe('draft:ada:room');
  forgetTextsOf('ada');
  expect([...entries.keys()]).toEqual(['draft:bob:room', 'theme', 'ada', 'draft:']);
});
