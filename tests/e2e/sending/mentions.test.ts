import { newcomer, signUp } from '../accounts.ts';
import { installation } from '../installation.ts';
import { colleague } from '../people.ts';
import { expect, test } from '../visitors.ts';

test('two people of one name stay two, through writing, undoing and editing', async ({ visit }) => {
  const lin = await colleague(visit, 'Lin');
  const { page, t } = lin.at;
  const name = newcomer('Alex Kim').name;
  const [one, other] = [
    await signUp(installation().url, { ...newcomer('Alex'), name }),
    await signUp(installation().url, { ...newcomer('Alex'), name }),
  ];
  await lin.chat.createRoom('ops', 'public');
  for (const { id } of [one, other]) {
    await page.getByRole('button', { name: t('chat.invitePeople'), exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').fill(name);
    await dialog
      .getByRole('option')
      .filter({ hasText: id === one.id ? one.id.slice(-4) : name })
      .first()
      .click();
    await dialog.getByRole('button', { name: t('details.inviteAction'), exact: true }).click();
    await expect(dialog).toBeHidden();
  }
  const composer = lin.chat.composer('ops');
  const choose = async ({ id }: { id: string }) => {
    await page
      .getByRole('option')
      .filter({ hasText: id.slice(-4) })
      .click();
  };
  await composer.pressSequentially('请@Al');
  await choose(one);
  // Nothing has to stand between a name and what follows.
  await composer.press('Backspace');
  await composer.pressSequentially('和@Al');
  await choose(other);
  await composer.press('Backspace');
  await composer.press('Backspace');
  await expect(composer).toHaveValue(`请@${name}和`);
  await composer.press('ControlOrMeta+z');
  await expect(composer).toHaveValue(`请@${name}和@${name}`);
  await composer.pressSequentially('看一下');
  await composer.press('Enter');
  const body = `请<@${one.id}>和<@${other.id}>看一下`;
  const sent = (event: string) => lin.at.sockets.sent(event).map((frame) => /"body":"([^"]*)"/.exec(frame)?.[1]);
  await expect.poll(() => sent('message:send')).toEqual([body]);
  await expect(lin.chat.messages).toContainText([`请@${name}和@${name}看一下`]);
  await expect(lin.chat.pending).toHaveCount(0);

  await composer.press('ArrowUp');
  const editor = page.getByRole('textbox', { name: t('message.editLabel'), exact: true });
  await expect(editor).toHaveValue(`请@${name}和@${name}看一下`);
  await editor.press('Enter');
  await expect(editor).toBeHidden();
  await expect(composer).toBeFocused();
  expect(lin.at.sockets.sent('message:edit')).toEqual([]);
  await composer.press('ArrowUp');
  await editor.pressSequentially('吧');
  await editor.press('Enter');
  await expect.poll(() => sent('message:edit')).toEqual([`${body}吧`]);
});

test('a file that is dropped or pasted is refused in words, and the page stays', async ({ visit }) => {
  const { at } = await colleague(visit, 'Lin');
  const address = at.page.url();
  for (const type of ['drop', 'paste'] as const) {
    const stays = await at.page.evaluate((kind) => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'x.png', { type: 'image/png' }));
      const options = { bubbles: true, cancelable: true };
      const event =
        kind === 'drop'
          ? new DragEvent('drop', { ...options, dataTransfer: data })
          : new ClipboardEvent('paste', { ...options, clipboardData: data });
      return !document.body.dispatchEvent(event);
    }, type);
    expect(stays, type).toBe(true);
    await expect(at.page.getByText(at.t('app.noFiles')).first()).toBeVisible();
  }
  expect(at.page.url()).toBe(address);
});

test('the focus stays where the next key is expected', async ({ visit }) => {
  const lin = await colleague(visit, 'Lin');
  const { page, t } = lin.at;
  await lin.chat.createRoom('focus', 'public');
  await lin.chat.send('focus', 'to be deleted');
  await expect(lin.chat.pending).toHaveCount(0);
  const focused = () =>
    page.evaluate(() => (document.activeElement === document.body ? 'the page' : document.activeElement?.tagName));

  const opener = page.getByRole('button', { name: t('chat.addTopic'), exact: true });
  await opener.click();
  await page.getByRole('dialog').getByRole('textbox').first().press('Escape');
  await expect(opener).toBeFocused();
  await lin.chat.message('to be deleted').hover();
  await page.getByRole('button', { name: t('message.delete'), exact: true }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('actions.delete'), exact: true })
    .click();
  await expect(page.getByText(t('message.deleted')).last()).toBeVisible();
  await expect.poll(focused).not.toBe('the page');
  await expect(page.getByRole('toolbar')).toHaveCount(0);
});
