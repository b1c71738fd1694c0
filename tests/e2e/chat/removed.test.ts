import { twoColleagues } from '../people.ts';
import { expect, test } from '../visitors.ts';

test('who is removed while writing reads by whom, and can take along what they wrote', async ({ visit }) => {
  const [lin, bo] = await twoColleagues(visit);
  await lin.chat.createRoom('budget', 'private', [bo.account.name]);
  await bo.chat.open('budget');
  await bo.chat.composer('budget').fill('what I was about to say');

  const details = await lin.chat.details();
  const remove = details.getByRole('button', { name: lin.at.t('details.removeNamed', { name: bo.account.name }) });
  await details.getByRole('listitem').filter({ hasText: bo.account.name }).hover();
  await remove.click();
  await lin.at.page
    .getByRole('alertdialog')
    .getByRole('button', { name: lin.at.t('actions.remove') })
    .click();

  const { page, t } = bo.at;
  await expect(page.getByRole('heading', { name: t('chat.removedTitle', { room: 'budget' }) })).toBeVisible();
  await expect(
    page.getByText(t('chat.removedHint', { by: 'somebody', name: lin.account.name }), { exact: true }),
  ).toBeVisible();
  await expect(page.getByText('what I was about to say', { exact: true })).toBeVisible();
  await bo.at.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: t('actions.copy'), exact: true }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('what I was about to say');
});

test('what cannot be sent where it was written goes to another composer, below what stands there, and only then leaves', async ({
  visit,
}) => {
  const [lin, bo] = await twoColleagues(visit);
  const { page, t } = bo.at;
  await bo.chat.writeTo(lin.account.name);
  await bo.chat.composer(lin.account.name).fill('begun before');
  await lin.chat.createRoom('closing', 'private', [bo.account.name]);
  await bo.chat.open('closing');
  await bo.chat.composer('closing').pressSequentially('for @Li');
  await page.getByRole('option', { name: lin.account.name }).click();
  await bo.chat.composer('closing').pressSequentially('too late');
  await bo.at.context.setOffline(true);
  await bo.chat.composer('closing').press('Enter');
  await expect(bo.chat.pending).toHaveCount(1);
  const details = await lin.chat.details();
  await details.getByRole('button', { name: lin.at.t('details.archive'), exact: true }).click();
  await lin.at.page
    .getByRole('alertdialog')
    .getByRole('button', { name: lin.at.t('details.archiveAction'), exact: true })
    .click();
  await expect(lin.at.page.getByText(lin.at.t('chat.archived'))).toBeVisible();
  await bo.at.context.setOffline(false);

  const failed = page.getByRole('alert').filter({ hasText: t('message.failed') });
  await failed.getByRole('button', { name: t('actions.sendElsewhere'), exact: true }).click();
  const chooser = page.getByRole('dialog', { name: t('palette.elsewhereTitle') });
  await chooser.getByRole('combobox').press('Escape');
  await expect(chooser).toBeHidden();
  await expect(failed).toBeVisible();
  await failed.getByRole('button', { name: t('actions.sendElsewhere'), exact: true }).click();
  await expect(chooser.getByRole('option', { selected: true })).toContainText(lin.account.name);
  await expect(chooser.getByRole('option')).toHaveCount(1);
  await chooser.getByRole('combobox').press('Enter');

  const composer = bo.chat.composer(lin.account.name);
  await expect(composer).toBeFocused();
  await expect(composer).toHaveValue(`begun before\nfor @${lin.account.name} too late`);
  await page.keyboard.type(', but here');
  await page.keyboard.press('Enter');
  const body = `begun before\\nfor <@${lin.account.id}> too late, but here`;
  await expect.poll(() => bo.at.sockets.sent('message:send').at(-1)).toContain(`"body":"${body}"`);
  await bo.chat.open('closing');
  await expect(page.getByText(t('chat.archived'))).toBeVisible();
  await expect(failed).toHaveCount(0);
});

test('an edit that is too long is said so, at the field, and is not sent', async ({ visit }) => {
  const [lin] = await twoColleagues(visit);
  await lin.chat.createRoom('long', 'public');
  await lin.chat.send('long', 'short');
  await expect(lin.chat.pending).toHaveCount(0);
  await lin.chat.composer('long').press('ArrowUp');
  const { page, t } = lin.at;
  const editor = page.getByRole('textbox', { name: t('message.editLabel'), exact: true });
  await editor.fill('x'.repeat(7_900));
  await expect(page.getByText(t('app.charactersLeft', { count: 100 }), { exact: true })).toBeVisible();
  await editor.fill('x'.repeat(8_001));
  await expect(page.getByRole('alert').filter({ hasText: t('app.charactersTooMany', { count: 1 }) })).toBeVisible();
  await editor.press('Enter');
  await expect(editor).toBeFocused();
  await expect(page.getByRole('button', { name: t('actions.save'), exact: true })).toBeDisabled();
  expect(lin.at.sockets.sent('message:edit')).toEqual([]);
});
