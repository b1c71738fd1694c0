import type { BrowserContext, Page } from '@playwright/test';
import { directHistory } from '../history.ts';
import { addressOf } from '../installation.ts';
import { type Colleague, colleague } from '../people.ts';
import { expect, test } from '../visitors.ts';
import { putWireInto, type Wire } from '../wire.ts';

const signInAs = async (context: BrowserContext, cookie: string): Promise<void> => {
  await context.clearCookies();
  const url = addressOf('instance-1');
  await context.addCookies(
    cookie.split('; ').map((one) => {
      const [name = '', ...value] = one.split('=');
      return { name, value: value.join('='), url };
    }),
  );
};

/** Everything that a page finds on the device. */
const onTheDevice = (page: Page) =>
  page.evaluate(async () => ({
    texts: Object.keys(localStorage).filter((name) => name.includes(':')),
    databases: (await indexedDB.databases()).map(({ name }) => name),
  }));

const signOut = async ({ at, account }: Colleague): Promise<void> => {
  await at.page.getByRole('button', { name: at.t('frame.account', { name: account.name }) }).click();
  await at.page.getByRole('menuitem', { name: at.t('account.signOut') }).click();
};

test('what one person wrote is not sent by a page when somebody else has signed in, and goes out when they are back', async ({
  visit,
}) => {
  const [lin, bo, cai] = [
    await colleague(visit, 'Lin', { entrance: 'instance-1' }),
    await colleague(visit, 'Bo', { entrance: 'instance-2' }),
    await colleague(visit, 'Cai', { entrance: 'instance-3' }),
  ];
  await directHistory(lin.account, bo.account, { bodies: ['before'] });
  await lin.at.open('/chat');
  await lin.chat.open(bo.account.name);
  await expect(lin.chat.messages).toContainText(['before']);
  await lin.at.context.setOffline(true);
  await lin.chat.send(bo.account.name, 'by Lin and nobody else');
  await expect(lin.chat.pending).toHaveCount(1);

  await signInAs(lin.at.context, cai.account.cookie);
  await lin.at.context.setOffline(false);
  const { page, t } = lin.at;
  await expect(page.getByRole('button', { name: t('frame.account', { name: cai.account.name }) })).toBeVisible();
  await expect(page.getByText('by Lin and nobody else')).toHaveCount(0);
  // Complete, so connected: a page whose connection opens behind the next line loads itself anew, under whatever is opened.
  await expect(page.getByText(t('list.noneTitle'), { exact: true })).toBeVisible();

  await signInAs(lin.at.context, lin.account.cookie);
  await lin.at.open('/chat');
  await bo.chat.open(lin.account.name);
  await expect(bo.chat.messages).toContainText(['before', 'by Lin and nobody else']);
  await expect(bo.chat.messages).toHaveCount(2);
  await cai.at.open('/chat');
  await expect(cai.chat.list).toBeVisible();
  await expect(cai.chat.entry(bo.account.name)).toHaveCount(0);
});

test('who signs out is asked about what could not be sent, and then leaves nothing on the device', async ({
  visit,
}) => {
  let wire: Wire | undefined;
  const bo = await colleague(visit, 'Bo', { entrance: 'instance-2' });
  const lin = await colleague(visit, 'Lin', {
    entrance: 'instance-1',
    prepare: async (context) => {
      wire = await putWireInto(context);
    },
  });
  await lin.chat.writeTo(bo.account.name);
  wire?.hold('never acknowledged');
  await lin.chat.send(bo.account.name, 'never acknowledged');
  await lin.chat.composer(bo.account.name).fill('half a draft');
  const { page, t } = lin.at;
  const dialog = page.getByRole('dialog', { name: t('account.unsentTitle') });

  await signOut(lin);
  await expect(dialog).toContainText('never acknowledged');
  await dialog.getByRole('button', { name: t('account.stay'), exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(lin.chat.composer(bo.account.name)).toHaveValue('half a draft');
  expect((await onTheDevice(page)).texts).toHaveLength(1);

  await signOut(lin);
  await dialog.getByRole('button', { name: t('account.signOutAndDiscard'), exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  expect(await onTheDevice(page)).toEqual({ texts: [], databases: [] });
  await expect(page.getByText(t('auth.leftBehind'))).toHaveCount(0);
});

test('what is left by a session that ended waits on the device, until somebody else removes it', async ({ visit }) => {
  const lin = await colleague(visit, 'Lin', { entrance: 'instance-1' });
  const bo = await colleague(visit, 'Bo', { entrance: 'instance-2' });
  await lin.chat.writeTo(bo.account.name);
  await lin.chat.composer(bo.account.name).fill('not for everybody');
  await lin.at.context.clearCookies();
  await lin.at.page.reload();
  const { page, t } = lin.at;
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByText(t('auth.leftBehind'))).toBeVisible();
  await expect(page.getByText('not for everybody')).toHaveCount(0);

  await page.getByRole('button', { name: t('auth.somebodyElse'), exact: true }).click();
  await page.getByRole('button', { name: t('auth.leftBehindRemove'), exact: true }).click();
  await expect(page.getByText(t('auth.leftBehind'))).toHaveCount(0);
  expect(await onTheDevice(page)).toEqual({ texts: [], databases: [] });
});

test('what another version of the page kept, and nobody can send, is shown with its text until it is discarded', async ({
  visit,
}) => {
  const lin = await colleague(visit, 'Lin', { entrance: 'instance-1' });
  const { page, t } = lin.at;
  await expect(lin.chat.list).toBeVisible();
  await page.evaluate((name) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const opened = indexedDB.open(name);
    opened.onsuccess = () => {
      const writing = opened.result.transaction('entries', 'readwrite');
      writing.objectStore('entries').put({ clientId: 'of old', text: 'nobody reads this form' });
      writing.oncomplete = () => {
        opened.result.close();
        resolve();
      };
    };
    return promise;
  }, `switchboard-outbox-${lin.account.id}`);
  await page.reload();
  await page.getByRole('button', { name: t('connection.strandedShow'), exact: true }).click();
  const dialog = page.getByRole('dialog', { name: t('connection.strandedTitle') });
  await expect(dialog).toContainText('nobody reads this form');
  await dialog.getByRole('button', { name: t('actions.discard'), exact: true }).click();
  await expect(page.getByText('nobody reads this form')).toHaveCount(0);
  await expect(page.getByRole('button', { name: t('connection.strandedShow'), exact: true })).toHaveCount(0);
});

test('in a browser that forbids storage one reads, writes and sends as ever, and is told that nothing is kept', async ({
  visit,
}) => {
  const bo = await colleague(visit, 'Bo', { entrance: 'instance-2' });
  const errors: string[] = [];
  const lin = await colleague(visit, 'Lin', {
    entrance: 'instance-1',
    prepare: async (context) => {
      await context.addInitScript(() => {
        const denied = {
          get: () => {
            throw new DOMException('denied', 'SecurityError');
          },
        };
        for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'BroadcastChannel'])
          Object.defineProperty(window, name, denied);
      });
      context.on('weberror', (error) => errors.push(String(error.error())));
    },
  });
  const name = bo.account.name;
  await lin.chat.writeTo(name);
  await lin.chat.composer(name).fill('a draft');
  await expect(lin.at.page.getByText(lin.at.t('connection.notKept'))).toBeVisible();
  await lin.at.page.getByRole('button', { name: lin.at.t('chat.showDetails'), exact: true }).click();
  await lin.chat.send(name, 'sent all the same');
  await expect(lin.chat.pending).toHaveCount(0);
  await bo.chat.open(lin.account.name);
  await expect(bo.chat.messages).toContainText(['sent all the same']);
  expect(errors).toEqual([]);
});
