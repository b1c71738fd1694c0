import { languages } from '../languages.ts';
import { colleague } from '../people.ts';
import { expect, test } from '../visitors.ts';

for (const language of languages) {
  test(`a phone shows one pane at a time, with a way back, in ${language}`, async ({ visit }) => {
    const viewport = { width: 390, height: 844 };
    const bo = await colleague(visit, 'Bo', { language });
    const lin = await colleague(visit, 'Lin', { language, entrance: 'instance-1', viewport });
    const { page, t } = lin.at;
    const navigation = page.getByRole('navigation', { name: t('frame.navigation') });
    await expect(lin.chat.list).toBeVisible();
    await expect(navigation).toBeVisible();

    await lin.chat.writeTo(bo.account.name);
    await expect(lin.chat.list).toBeHidden();
    await expect(navigation).toBeHidden();
    await lin.chat.send(bo.account.name, 'from the tram');
    await expect(lin.chat.messages).toContainText(['from the tram']);
    const composer = await lin.chat.composer(bo.account.name).boundingBox();
    if (composer === null) throw new Error('the composer has no place on the screen');
    expect(composer.height).toBeGreaterThan(0);
    expect(composer.y + composer.height).toBeLessThanOrEqual(viewport.height);

    await page.getByRole('link', { name: t('chat.backToList'), exact: true }).click();
    await expect(lin.chat.conversation(bo.account.name)).toBeHidden();
    await expect(lin.chat.list).toBeVisible();
    await expect(navigation).toBeVisible();
    await page.goBack();
    await expect(lin.chat.conversation(bo.account.name)).toBeVisible();
  });
}
