import { randomUUID } from 'node:crypto';
import { languages } from '../languages.ts';
import { twoColleagues } from '../people.ts';
import { expect, test } from '../visitors.ts';

const roomName = (about: string) => `${about} ${randomUUID().slice(0, 8)}`;

for (const language of languages) {
  test.describe(`in ${language}`, () => {
    test('a public room is found, joined and left by somebody on another instance', async ({ visit }) => {
      const [lin, bo] = await twoColleagues(visit, language);
      const name = roomName('release');
      await lin.chat.createRoom(name, 'public');
      await lin.chat.send(name, 'Welcome');

      await bo.chat.join(name);
      await expect(bo.chat.messages).toContainText(['Welcome']);
      await bo.chat.send(name, '谢谢');
      await expect(lin.chat.messages).toContainText(['Welcome', '谢谢']);
      await expect(lin.chat.conversation(name).getByText(lin.at.t('chat.membersOnline', { count: 2 }))).toBeVisible();

      await bo.chat.leave();
      await expect(bo.chat.entry(name)).toBeHidden();
      await expect(bo.at.page).toHaveURL(/\/chat$/);
      await expect(lin.chat.conversation(name).getByText(lin.at.t('chat.membersOnline', { count: 1 }))).toBeVisible();
      await lin.chat.send(name, 'Gone already?');
      await bo.chat.join(name);
      await expect(bo.chat.messages).toContainText(['Welcome', '谢谢', 'Gone already?']);
    });

    test('a private room does not exist for anybody until they are invited', async ({ visit }) => {
      const [lin, bo] = await twoColleagues(visit, language);
      const [name, publicName] = [roomName('salaries'), roomName('lunch')];
      await lin.chat.createRoom(name, 'private');
      const path = new URL(lin.at.page.url()).pathname;
      await lin.chat.send(name, 'nobody else reads this');
      await lin.chat.createRoom(publicName, 'public');

      const browser = await bo.chat.browse(publicName.slice(-8));
      await expect(browser.getByRole('listitem')).toHaveCount(1);
      await browser.getByRole('searchbox').fill(name);
      await expect(browser.getByText(bo.at.t('browse.noMatch', { query: name }))).toBeVisible();
      await expect(browser.getByRole('listitem')).toHaveCount(0);
      await browser.getByRole('button', { name: bo.at.t('actions.clearSearch'), exact: true }).click();
      await expect(browser.getByRole('searchbox')).toBeFocused();
      await expect(browser.getByRole('listitem').first()).toBeVisible();

      await bo.at.open(path);
      await expect(bo.at.page.getByRole('heading', { name: bo.at.t('chat.notFoundTitle') })).toBeVisible();
      await bo.at.page.getByRole('button', { name: bo.at.t('chat.joinIfPublic') }).click();
      await expect(bo.at.page.getByText(bo.at.t('errors.not_found'))).toBeVisible();
      expect(await bo.at.page.content()).not.toContain(name);
      expect(bo.at.sockets.received(name)).toEqual([]);
      expect(bo.at.sockets.received('nobody else reads this')).toEqual([]);

      await lin.chat.open(name);
      await lin.chat.invite(bo.account.name);
      await expect(bo.chat.conversation(name)).toBeVisible();
      await expect(bo.chat.messages).toContainText(['nobody else reads this']);
      await bo.chat.send(name, 'now I do');
      await expect(lin.chat.messages).toContainText(['nobody else reads this', 'now I do']);
    });
  });
}
