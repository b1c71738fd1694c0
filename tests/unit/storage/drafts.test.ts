import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browserWith, fullStorage, storageOf } from './storages.ts';

const modules = {
  shelf: () => import('../../../app/(workspace)/chat/_composer/draft-shelf.ts'),
  edits: () => import('../../../app/(workspace)/chat/_timeline/edits.ts'),
};
const draft = { text: 'half a sent', mentions: [] };

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

const openPage = async (isWrittenHere = () => true) => {
  vi.resetModules();
  const { createDraftShelf } = await modules.shelf();
  const { Edits } = await modules.edits();
  const shelf = createDraftShelf(isWrittenHere);
  return { shelf, edits: new Edits(shelf) };
};

test('a draft is kept with the key press, for the next page, and is the same object until it changes', async () => {
  const entries = new Map<string, string>();
  browserWith(storageOf(entries));
  const { shelf } = await openPage();
  shelf.put('draft:ada:room', draft);
  expect(entries.size).toBe(1);
  const next = (await openPage()).shelf;
  expect(next.get('draft:ada:room')).toEqual(draft);
  expect(next.get('draft:ada:room')).toBe(next.get('draft:ada:room'));
  next.remove('draft:ada:room');
  expect((await openPage()).shelf.get('draft:ada:room')).toBeNull();
});

test.each([
  ['plain words', { text: 'plain words', mentions: [] }],
  [
    '{"text":"to @Lin","mentions":[{"id":"1","name":"Lin"},"?"],"files":[]}',
    { text: 'to @Lin', mentions: [{ id: '1', name: 'Lin', start: 3 }] },
  ],
  ['{"body":"named otherwise"}', { text: '{"body":"named otherwise"}', mentions: [] }],
  ['null', { text: 'null', mentions: [] }],
])('what another version kept is shown, and not dropped: %s', async (stored, shown) => {
  browserWith(storageOf(new Map([['draft:ada:room', stored]])));
  expect((await openPage()).shelf.get('draft:ada:room')).toEqual(shown);
});

test.each([
  ['forbidden', () => 'forbidden' as const],
  ['full', () => fullStorage(new Map())],
])('with storage that is %s, a draft is there for as long as the page is', async (_, storage) => {
  browserWith(storage());
  const { shelf } = await openPage();
  shelf.put('draft:ada:room', draft);
  expect(shelf.get('draft:ada:room')).toEqual(draft);
});

test('a tab shows what another one wrote, unless somebody types in it', async () => {
  const entries = new Map<string, string>();
  const window = browserWith(storageOf(entries));
  let isWrittenHere = true;
  const { shelf } = await openPage(() => isWrittenHere);
  const heard = vi.fn();
  const stop = shelf.listen(heard);
  shelf.put('draft:ada:room', draft);
  heard.mockClear();
  const writeElsewhere = (text: string) => {
    entries.set('draft:ada:room', JSON.stringify({ text, mentions: [] }));
    window.dispatchEvent(Object.assign(new Event('storage'), { key: 'draft:ada:room' }));
  };
  writeElsewhere('from there');
  expect([shelf.get('draft:ada:room')?.text, heard.mock.calls.length]).toEqual(['half a sent', 0]);
  isWrittenHere = false;
  writeElsewhere('from there');
  expect([shelf.get('draft:ada:room')?.text, heard.mock.calls.length]).toEqual(['from there', 1]);
  stop();
});

test('what was typed in an edit outlives its row and the page; an editor that was only opened does not', async () => {
  browserWith(storageOf(new Map()));
  const { edits } = await openPage();
  const heard = vi.fn();
  edits.listen(heard);
  edits.open('edit:ada:1');
  edits.open('edit:ada:2');
  expect([edits.get('edit:ada:1'), edits.get('edit:ada:2'), edits.get('edit:ada:3')]).toEqual([
    'untouched',
    'untouched',
    null,
  ]);
  edits.write('edit:ada:1', draft);
  expect(edits.get('edit:ada:1')).toEqual(draft);
  expect(heard).toHaveBeenCalledTimes(3);

  const next = (await openPage()).edits;
  expect([next.get('edit:ada:1'), next.get('edit:ada:2')]).toEqual([draft, null]);
  next.close('edit:ada:1');
  expect(next.get('edit:ada:1')).toBeNull();
  expect((await openPage()).edits.get('edit:ada:1')).toBeNull();
});

test('an edit takes the focus when it is opened, once, and not when it comes back into sight', async () => {
  browserWith(storageOf(new Map()));
  const { edits } = await openPage();
  edits.open('edit:ada:1');
  expect(edits.wanted()).toBe('edit:ada:1');
  edits.focused();
  edits.write('edit:ada:1', draft);
  expect(edits.wanted()).toBeNull();
  edits.open('edit:ada:1');
  expect([edits.wanted(), edits.get('edit:ada:1')]).toEqual(['edit:ada:1', draft]);
  edits.close('edit:ada:1');
  expect(edits.wanted()).toBeNull();
});
