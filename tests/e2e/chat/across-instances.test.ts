import { newcomer, signUp } from '../accounts.ts';
import { installation } from '../installation.ts';
import { type Language, languages } from '../languages.ts';
import { ChatPage } from '../pages/chat-page.ts';
import { signInWith, signUpWith } from '../pages/sign-in-page.ts';
import { expectServedBy, servingInstance } from '../sockets.ts';
import { expect, test, type VisitOptions, type Visitor } from '../visitors.ts';

/** One signs up on the first instance, the other one signs in on the second. */
const twoNewcomers = async (visit: (options: VisitOptions) => Promise<Visitor>, language: Language) => {
  const lin = newcomer('Lin');
  const bo = await signUp(installation().url, newcomer('Bo'));
  const atLin = await visit({ entrance: 'instance-1', language, path: '/sign-up' });
  await signUpWith(atLin, lin);
  await expect(atLin.page).toHaveURL(/\/chat$/);
  await expectServedBy(atLin.sockets, 'instance-1');
  const atBo = await visit({ entrance: 'instance-2', language, path: '/sign-in' });
  await signInWith(atBo, bo.email, bo.password);
  await expect(atBo.page).toHaveURL(/\/chat$/);
  await expectServedBy(atBo.sockets, 'instance-2');
  return { lin, bo, atLin, atBo, chatOfLin: new ChatPage(atLin), chatOfBo: new ChatPage(atBo) };
};

for (const language of languages) {
  test.describe(`in ${language}`, () => {
    test('two people on two instances write to each other and keep the same history', async ({ visit }) => {
      const { lin, bo, atLin, atBo, chatOfLin, chatOfBo } = await twoNewcomers(visit, language);
      await expect(chatOfBo.list.getByText(atBo.t('list.noneTitle'))).toBeVisible();
      await atBo.page.evaluate(() => Object.assign(window, { notReloaded: true }));

      await chatOfLin.writeTo(bo.name);
      await chatOfLin.send(bo.name, '你好 👋');
      await expect(chatOfBo.unread(lin.name, 1)).toBeVisible();
      await expect(atBo.page).toHaveTitle(/^\(1\) /);
      await chatOfLin.send(bo.name, 'Are you there?');
      await expect(chatOfBo.unread(lin.name, 2)).toBeVisible();
      await expect(atBo.page).toHaveTitle(/^\(2\) /);

      await chatOfBo.open(lin.name);
      await expect(chatOfBo.messages).toContainText(['你好 👋', 'Are you there?']);
      await expect(atBo.page).not.toHaveTitle(/^\(/);
      await chatOfBo.send(lin.name, '在的！');
      await expect(chatOfLin.messages).toContainText(['你好 👋', 'Are you there?', '在的！']);
      expect(await atBo.page.evaluate(() => 'notReloaded' in window)).toBe(true);

      for (const { page } of [atLin, atBo]) await page.reload();
      for (const chat of [chatOfLin, chatOfBo]) {
        await expect(chat.messages).toContainText(['你好 👋', 'Are you there?', '在的！']);
        await expect(chat.messages).toHaveCount(3);
        const places = await chat.messages.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-seq')));
        expect(places).toEqual(['1', '2', '3']);
      }
      await expectServedBy(atLin.sockets, 'instance-1');
      await expectServedBy(atBo.sockets, 'instance-2');
    });

    test('people behind the load balancer land on different instances and notice nothing of it', async ({ visit }) => {
      const [lin, bo] = await Promise.all([
        signUp(installation().url, newcomer('Lin')),
        signUp(installation().url, newcomer('Bo')),
      ]);
      const atLin = await visit({ language, account: lin, path: '/chat' });
      const atBo = await visit({ language, account: bo, path: '/chat' });
      const instanceOfLin = await servingInstance(atLin.sockets);
      // The balancer chooses by chance.
      for (let attempt = 0; attempt < 10 && (await servingInstance(atBo.sockets)) === instanceOfLin; attempt += 1) {
        await atBo.page.reload();
      }
      expect(await servingInstance(atBo.sockets)).not.toBe(instanceOfLin);
      const [chatOfLin, chatOfBo] = [new ChatPage(atLin), new ChatPage(atBo)];

      await chatOfLin.writeTo(bo.name);
      await chatOfBo.writeTo(lin.name);
      await chatOfLin.send(bo.name, 'one');
      await expect(chatOfBo.messages).toContainText(['one']);
      await chatOfBo.send(lin.name, 'two');
      await expect(chatOfLin.messages).toContainText(['one', 'two']);
      await chatOfLin.send(bo.name, 'three');
      await expect(chatOfBo.messages).toContainText(['one', 'two', 'three']);
      await expect(chatOfLin.messages).toHaveCount(3);
      await expect(chatOfBo.messages).toHaveCount(3);
    });
  });
}
