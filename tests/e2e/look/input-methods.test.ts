import type { Locator } from '@playwright/test';
import { installation } from '../installation.ts';
import { type Colleague, colleague } from '../people.ts';
import { expect, test, type Visitor } from '../visitors.ts';

// Keys that mean something to a page, each as both kinds of browsers report it while an input method composes: as part
// of the composition, and, in Safari, after its end with the code 229.
const keys = ['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'Tab'];

/** Somewhere with fields; `open` ends when it is really there, and gives that part of the page that is the place itself. */
type Place = { name: string; least: number; open: () => Promise<Locator>; close?: () => Promise<unknown> };

/** Composes in every field of a place that can be typed into, and presses every key. @returns what became of each */
const composeIn = (place: Locator): Promise<string[]> =>
  place.evaluate((root, names) => {
    const isField = (element: Element) =>
      (element instanceof HTMLTextAreaElement ||
        (element instanceof HTMLInputElement && !['checkbox', 'radio', 'hidden'].includes(element.type))) &&
      element.checkVisibility() &&
      element.closest('[aria-hidden=true], [inert]') === null;
    const compose = (element: HTMLInputElement | HTMLTextAreaElement) => {
      element.focus();
      const before = element.value;
      element.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
      for (const key of names)
        for (const report of [{ isComposing: true }, { keyCode: 229 }])
          element.dispatchEvent(new KeyboardEvent('keydown', { key, ...report, bubbles: true, cancelable: true }));
      element.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '' }));
      if (element.value !== before) return `${element.outerHTML} holds something else`;
      return element.isConnected && document.activeElement === element
        ? 'untouched'
        : `${element.outerHTML} lost the focus`;
    };
    const fields = [...root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')];
    return fields.filter(isField).map(compose);
  }, keys);

const expectUntouched = async ({ page }: Visitor, { name, least, open, close }: Place): Promise<void> => {
  const place = await open();
  await expect(place.locator('input, textarea').nth(least - 1), `fields of ${name}`).toBeVisible();
  const address = page.url();
  const became = await composeIn(place);
  expect.soft(became.length, `fields of ${name}`).toBeGreaterThanOrEqual(least);
  expect.soft(became.filter((what) => what !== 'untouched')).toEqual([]);
  // What a key did to the place may be drawn a moment later; nothing that is asked of it now comes before that.
  await expect.soft(place, `${name} is still there`).toBeVisible();
  expect.soft(page.url(), name).toBe(address);
  await close?.();
};

/** What opens over, in or beside a conversation with one message of one's own. */
const placesOf = ({ at: { page, t }, chat }: Colleague, room: string, text: string): Place[] => {
  const dialog = page.getByRole('dialog');
  const leave = async () => {
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  };
  const opened = async () => {
    await expect(dialog).toBeVisible();
    return dialog;
  };
  const inToolbar = async (name: 'reply' | 'edit' | 'react') => {
    await chat.message(text).hover();
    await page.getByRole('button', { name: t(`message.${name}`), exact: true }).click();
  };
  const ofReply = page.getByRole('button', { name: t('composer.cancelReply'), exact: true });
  const ofEdit = page.getByRole('textbox', { name: t('message.editLabel'), exact: true });
  const start = (name: 'newMessage' | 'newRoom' | 'browse') => () => chat.start(name);
  const fromDetails = (name: 'invite' | 'edit') => async () => {
    const details = await chat.details();
    await details.getByRole('button', { name: t(`details.${name}`), exact: true }).click();
    return opened();
  };
  return [
    { name: 'the list', least: 1, open: async () => chat.list },
    { name: 'the composer', least: 1, open: async () => chat.conversation(room) },
    {
      name: 'a reply',
      least: 1,
      open: async () => {
        await inToolbar('reply');
        await expect(ofReply).toBeVisible();
        return chat.conversation(room).filter({ has: ofReply });
      },
      close: async () => {
        await ofReply.click();
        await expect(ofReply).toHaveCount(0);
      },
    },
    {
      name: 'reactions',
      least: 1,
      open: async () => {
        await inToolbar('react');
        return opened();
      },
      close: leave,
    },
    {
      name: 'an edit',
      least: 1,
      open: async () => {
        await inToolbar('edit');
        await expect(ofEdit).toBeVisible();
        return page.getByRole('article').filter({ has: ofEdit });
      },
      close: async () => {
        await ofEdit.press('Escape');
        await expect(ofEdit).toHaveCount(0);
      },
    },
    {
      name: 'the palette',
      least: 1,
      open: async () => {
        await page.keyboard.press('ControlOrMeta+k');
        return opened();
      },
      close: leave,
    },
    { name: 'a new message', least: 1, open: start('newMessage'), close: leave },
    { name: 'a new room', least: 3, open: start('newRoom'), close: leave },
    { name: 'public rooms', least: 1, open: start('browse'), close: leave },
    { name: 'an invitation', least: 1, open: fromDetails('invite'), close: leave },
    { name: 'a room that is edited', least: 2, open: fromDetails('edit'), close: leave },
  ];
};

test('keys of an input method do nothing but compose, in every field of every page', async ({ visit }) => {
  const lin = await colleague(visit, 'Lin', { language: 'zh' });
  await lin.chat.createRoom('输入法', 'public');
  await lin.chat.send('输入法', '第一条');
  await expect(lin.chat.pending).toHaveCount(0);
  await lin.chat.composer('输入法').fill('还没写完');
  for (const place of placesOf(lin, '输入法', '第一条')) await expectUntouched(lin.at, place);
  await expect(lin.chat.composer('输入法')).toHaveValue('还没写完');
  expect(lin.at.sockets.sent('message:send')).toHaveLength(1);
  expect(lin.at.sockets.sent('message:edit')).toEqual([]);

  /** A page with nothing but fields. */
  const pageAt = (at: Visitor, path: string, least: number): Place => ({
    name: path,
    least,
    open: async () => {
      await at.open(path);
      return at.page.locator('body');
    },
  });
  await expectUntouched(lin.at, pageAt(lin.at, '/settings', 3));
  const guest = await visit({ language: 'zh' });
  await expectUntouched(guest, pageAt(guest, '/sign-in', 2));
  await expectUntouched(guest, pageAt(guest, '/sign-up', 3));
  const admin = await visit({ account: installation().admins[0], language: 'zh' });
  await expectUntouched(admin, {
    name: 'tickets',
    least: 1,
    open: async () => {
      await admin.open('/admin/tickets');
      await expect(admin.page.getByText(admin.t('tickets.live'), { exact: true })).toBeVisible();
      return admin.page.locator('body');
    },
  });
});
