import { installation } from '../installation.ts';
import { colleague, twoColleagues } from '../people.ts';
import { expect, test } from '../visitors.ts';

const viewport = { width: 390, height: 844 };

test('Chromium finds nothing that keeps it from being an application of the phone', async ({ visit }) => {
  const { page, context } = await visit({
    account: installation().admins[0],
    viewport,
    language: 'zh',
    path: '/phone',
  });
  const tools = await context.newCDPSession(page);
  const { errors, data } = await tools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? '') as { lang: string; icons: { src: string; sizes: string }[] };
  expect(manifest.lang).toBe('zh');
  for (const { src, sizes } of manifest.icons) {
    const size = await page.evaluate(async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    if (sizes !== 'any') expect(size, src).toBe(sizes);
  }
  const { installabilityErrors: found } = await tools.send('Page.getInstallabilityErrors');
  // Each visitor has a window of their own, as private ones are.
  expect(found.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
});

test('the browser’s offer to install waits on the page for the first minutes, and is taken up there', async ({
  visit,
}) => {
  const { page, t } = await visit({ account: installation().admins[0], viewport, path: '/phone' });
  await expect(page.getByText(t('phone.keepMenu'))).toBeVisible();
  // Headless browsers make no offer by themselves; what the page does with one is the same.
  const prompted = page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const offer = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
          prompt: () => {
            resolve(offer.defaultPrevented);
            return Promise.resolve({ outcome: 'accepted' });
          },
        });
        window.dispatchEvent(offer);
      }),
  );
  await page.getByRole('button', { name: t('phone.keep'), exact: true }).click();
  expect(await prompted, 'whether the browser was kept from asking by itself').toBe(true);
  await expect(page.getByText(t('phone.kept'))).toBeVisible();
});

test('what is shared from another application stands in the composer that one chooses, and is sent from there', async ({
  visit,
}) => {
  const [lin, bo] = await twoColleagues(visit);
  await lin.chat.writeTo(bo.account.name);
  await bo.chat.writeTo(lin.account.name);
  await bo.chat.composer(lin.account.name).fill('look:');
  const { page, t } = bo.at;
  const shared = new URLSearchParams({ title: 'Minutes', text: 'Minutes of Monday', url: 'https://example.com/m?a=1' });
  await bo.at.open(`/chat/share?${shared}`);
  const dialog = page.getByRole('dialog', { name: t('palette.shareTitle') });
  await dialog.getByRole('option', { name: lin.account.name }).click();
  await expect(bo.chat.composer(lin.account.name)).toHaveValue('look:\nMinutes of Monday\nhttps://example.com/m?a=1');
  await expect(bo.chat.composer(lin.account.name)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(lin.chat.messages.last()).toContainText('Minutes of Monday');
  await page.goBack();
  await expect(page).toHaveURL(/\/chat$/);
  await expect(dialog).toHaveCount(0);
});

test('the icon of the application says how much is unread', async ({ visit }) => {
  const lin = await colleague(visit, 'Lin');
  const bo = await colleague(visit, 'Bo', {
    prepare: async (context) => {
      await context.addInitScript(() => {
        navigator.setAppBadge = (count) => {
          document.documentElement.dataset.badge = String(count ?? '');
          return Promise.resolve();
        };
      });
    },
  });
  const badge = (count: number) => expect(bo.at.page.locator('html')).toHaveAttribute('data-badge', String(count));
  await badge(0);
  await lin.chat.writeTo(bo.account.name);
  await lin.chat.send(bo.account.name, 'one');
  await lin.chat.send(bo.account.name, 'two');
  await badge(2);
  await bo.chat.open(lin.account.name);
  await badge(0);
});

test('nothing lies under what a phone’s screen has cut off', async ({ visit }) => {
  const [lin, bo] = await twoColleagues(visit);
  await lin.chat.writeTo(bo.account.name);
  const { page, context, t } = lin.at;
  await page.setViewportSize(viewport);
  const tools = await context.newCDPSession(page);
  const insets = { top: 47, bottom: 34 };
  await tools.send('Emulation.setSafeAreaInsetsOverride' as 'Page.enable', { insets } as never);
  const boxOf = async (name: string, box: Promise<{ y: number; height: number } | null>) => {
    const found = await box;
    if (found === null) throw new Error(`${name} has no place on the screen`);
    return found;
  };
  const composer = lin.chat.composer(bo.account.name);
  await expect
    .poll(async () => {
      const { y, height } = await boxOf('the composer', composer.boundingBox());
      return y + height <= viewport.height - insets.bottom;
    })
    .toBe(true);
  const back = page.getByRole('link', { name: t('chat.backToList'), exact: true });
  expect((await boxOf('the way back', back.boundingBox())).y).toBeGreaterThanOrEqual(insets.top);
  await back.click();
  const bar = page
    .getByRole('navigation', { name: t('frame.navigation') })
    .getByRole('link')
    .first();
  const { y, height } = await boxOf('the bar', bar.boundingBox());
  expect(y + height).toBeLessThanOrEqual(viewport.height - insets.bottom);
});

test('what one is up to, and that one may not be disturbed, is said on a phone from the settings', async ({
  visit,
}) => {
  const { at } = await colleague(visit, 'Lin', { entrance: 'instance-2', viewport });
  await at.open('/settings');
  const { page, t } = at;
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: t('frame.setStatus'), exact: true }).click();
  await dialog.getByRole('button', { name: t('frame.status.presets.holiday') }).click();
  await dialog.getByRole('button', { name: t('actions.save') }).click();
  await expect(page.getByRole('main').getByText(t('frame.status.presets.holiday'))).toBeVisible();
  await page.getByRole('button', { name: t('frame.quiet.start'), exact: true }).click();
  await dialog.getByRole('button', { name: t('frame.quiet.for.hour') }).click();
  await expect(
    page.getByRole('main').getByRole('button', { name: t('frame.quiet.until', { time: '' }) }),
  ).toBeVisible();
});
