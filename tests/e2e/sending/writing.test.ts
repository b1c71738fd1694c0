import { twoColleagues } from '../people.ts';
import { expect, test } from '../visitors.ts';

test('Enter that ends an input method does not send; the next one does', async ({ visit }) => {
  const [lin, bo] = await twoColleagues(visit, 'zh');
  const name = bo.account.name;
  await lin.chat.writeTo(name);
  const composer = lin.chat.composer(name);
  await composer.click();
  const keyboard = await lin.at.context.newCDPSession(lin.at.page);
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 };
  await lin.at.page.evaluate(() => {
    const composing: boolean[] = [];
    window.addEventListener('keydown', (event) => composing.push(event.isComposing), { capture: true });
    Object.assign(window, { composing });
  });

  await keyboard.send('Input.imeSetComposition', { text: 'ni hao', selectionStart: 6, selectionEnd: 6 });
  await expect(composer).toHaveValue('ni hao');
  await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
  await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
  expect(await lin.at.page.evaluate(() => Reflect.get(window, 'composing'))).toEqual([true]);
  await expect(composer).toHaveValue('ni hao');
  await expect(lin.chat.messages).toHaveCount(0);
  await keyboard.send('Input.insertText', { text: '你好' });
  await expect(composer).toHaveValue('你好');
  expect(lin.at.sockets.sent('message:send')).toEqual([]);

  await composer.press('Enter');
  await expect(composer).toHaveValue('');
  await expect(lin.chat.messages).toContainText(['你好']);
  await expect(bo.chat.unread(lin.account.name, 1)).toBeVisible();
});

test('Safari reports the Enter of an input method after its end, with code 229: that does not send either', async ({
  visit,
}) => {
  const [lin, bo] = await twoColleagues(visit);
  await lin.chat.writeTo(bo.account.name);
  const composer = lin.chat.composer(bo.account.name);
  await composer.fill('你好');
  await composer.evaluate((field) => {
    const compositionEnd = new CompositionEvent('compositionend', { bubbles: true, data: '你好' });
    field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    field.dispatchEvent(compositionEnd);
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }));
  });
  await expect(composer).toHaveValue('你好');
  await expect(lin.chat.messages).toHaveCount(0);
  await composer.press('Shift+Enter');
  await expect(composer).toHaveValue('你好\n');
  await composer.press('Enter');
  await expect(lin.chat.messages).toHaveCount(1);
});

test('the arrow up in an empty composer changes the last message that one wrote oneself', async ({ visit }) => {
  const [lin, bo] = await twoColleagues(visit);
  await lin.chat.writeTo(bo.account.name);
  await lin.chat.send(bo.account.name, 'first');
  await lin.chat.send(bo.account.name, 'secnod');
  await expect(lin.chat.pending).toHaveCount(0);
  await bo.chat.open(lin.account.name);
  await bo.chat.send(lin.account.name, 'from the other side');
  await expect(lin.chat.messages).toHaveCount(3);

  await lin.chat.composer(bo.account.name).press('ArrowUp');
  const editor = lin.at.page.getByRole('textbox', { name: lin.at.t('message.editLabel'), exact: true });
  await expect(editor).toHaveValue('secnod');
  await expect(editor).toBeFocused();
  await editor.fill('second');
  await editor.press('Enter');
  for (const { at, chat } of [lin, bo]) {
    await expect(chat.messages).toContainText(['first', 'second', 'from the other side']);
    await expect(chat.message('second').getByText(at.t('message.edited'), { exact: true })).toBeVisible();
    await expect(chat.messages).toHaveCount(3);
  }
});

test('what is read in one tab is read in the other within a second', async ({ visit }) => {
  const [lin, bo] = await twoColleagues(visit);
  await lin.chat.writeTo(bo.account.name);
  for (const text of ['one', 'two']) await lin.chat.send(bo.account.name, text);
  const tab = await bo.at.openTab('instance-1', '/chat');
  const other = tab.page.getByRole('navigation', { name: tab.t('list.title') });
  const waiting = other.getByText(tab.t('list.unread', { count: 2 }), { exact: true });
  await expect(waiting).toBeVisible();
  await expect(tab.page).toHaveTitle(/^\(2\) /);
  await expect(bo.chat.unread(lin.account.name, 2)).toBeVisible();

  await bo.at.page.bringToFront();
  await bo.chat.open(lin.account.name);
  await expect(bo.chat.unread(lin.account.name, 2)).toBeHidden();
  await expect(waiting).toBeHidden({ timeout: 1_000 });
  await expect(tab.page).not.toHaveTitle(/^\(/, { timeout: 1_000 });
});
