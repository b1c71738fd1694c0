import { directHistory } from '../history.ts';
import { colleague, twoColleagues } from '../people.ts';
import { expect, test } from '../visitors.ts';

test('a draft survives a reload, and belongs to its conversation', async ({ visit }) => {
  const [lin, bo] = await twoColleagues(visit);
  const other = await colleague(visit, 'Cai');
  await lin.chat.writeTo(other.account.name);
  await lin.chat.writeTo(bo.account.name);
  await lin.chat.composer(bo.account.name).fill('not quite finis');
  await lin.at.page.reload();
  await expect(lin.chat.composer(bo.account.name)).toHaveValue('not quite finis');
  await lin.chat.open(other.account.name);
  await expect(lin.chat.composer(other.account.name)).toHaveValue('');
  await lin.chat.open(bo.account.name);
  await lin.chat.composer(bo.account.name).press('End');
  await lin.chat.composer(bo.account.name).pressSequentially('hed');
  await lin.chat.composer(bo.account.name).press('Enter');
  await expect(lin.chat.messages).toContainText(['not quite finished']);
  await lin.at.page.reload();
  await expect(lin.chat.messages).toHaveCount(1);
  await expect(lin.chat.composer(bo.account.name)).toHaveValue('');
});

test('the first draft of a fresh browser, written without a connection, is there after looking elsewhere', async ({
  visit,
}) => {
  const [lin, bo] = await twoColleagues(visit);
  const other = await colleague(visit, 'Cai');
  await directHistory(bo.account, lin.account, { bodies: ['hello'] });
  await directHistory(other.account, lin.account, { bodies: ['hello'] });
  await lin.at.open('/chat');
  await lin.chat.open(bo.account.name);
  await expect(lin.chat.messages).toContainText(['hello']);
  await lin.at.context.setOffline(true);
  await lin.chat.composer(bo.account.name).fill('the very first');
  await lin.chat.open(other.account.name);
  await lin.chat.open(bo.account.name);
  await expect(lin.chat.composer(bo.account.name)).toHaveValue('the very first');
});

test('an edit comes into sight, and what was typed in it survives new messages, scrolling, and a reload', async ({
  visit,
}) => {
  const [lin, bo] = await twoColleagues(visit);
  await directHistory(lin.account, bo.account, { bodies: ['of mine'] });
  const bodies = Array.from({ length: 40 }, (_, place) => `of the other one ${place + 1}`);
  const id = await directHistory(bo.account, lin.account, { bodies });
  await lin.at.open(`/chat/${id}`);
  await expect(lin.chat.message('of the other one 40')).toBeInViewport();
  const editor = lin.at.page.getByRole('textbox', { name: lin.at.t('message.editLabel'), exact: true });

  await lin.chat.composer(bo.account.name).press('ArrowUp');
  await expect(editor).toBeInViewport();
  await expect(editor).toBeFocused();
  await editor.pressSequentially(', and more');
  await directHistory(bo.account, lin.account, { bodies: bodies.map((body) => `${body} again`), read: 0 });
  await expect(editor).toHaveValue('of mine, and more');
  await lin.chat.scroller.focus();
  await lin.at.page.keyboard.press('End');
  await expect(lin.chat.message('of the other one 40 again')).toBeInViewport();
  await expect(editor).toHaveCount(0);

  await lin.at.page.reload();
  await expect(lin.chat.messages.first()).toBeVisible();
  await lin.chat.composer(bo.account.name).press('ArrowUp');
  await expect(editor).toBeFocused();
  await expect(editor).toHaveValue('of mine, and more');
  await editor.press('Enter');
  await expect(editor).toHaveCount(0);
  await expect(lin.chat.message('of mine, and more')).toBeVisible();
});
