import { textsIn } from '../languages.ts';
import { SettingsPage } from '../pages/settings-page.ts';
import { colleague } from '../people.ts';
import { expect, test } from '../visitors.ts';

test('the language is changed in the settings, on this and every further page', async ({ visit }) => {
  const { at } = await colleague(visit, 'Lin', { language: 'en', entrance: 'instance-1' });
  const zh = textsIn('zh');
  await at.open('/settings');
  await new SettingsPage(at).choose('language', at.t('app.languages.zh'));
  await expect(at.page.getByRole('heading', { name: zh('settings.title'), level: 1 })).toBeVisible();
  await expect(at.page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await at.open('/chat');
  await expect(at.page.getByRole('navigation', { name: zh('list.title') })).toBeVisible();
  await expect(at.page.getByText(zh('list.noneTitle'))).toBeVisible();
  await expect(at.page).toHaveTitle(new RegExp(zh('frame.chat')));
});

test('dark and light are chosen in the settings, whatever the system says', async ({ visit }) => {
  const { at } = await colleague(visit, 'Lin', { entrance: 'instance-2', colorScheme: 'light' });
  const settings = new SettingsPage(at);
  const background = () => at.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await at.open('/settings');
  const light = await background();
  await settings.choose('theme', at.t('settings.themes.dark'));
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await at.page.reload();
  expect(await background()).toBe(dark);
  await settings.choose('theme', at.t('settings.themes.system'));
  await expect.poll(background).toBe(light);
});
