import type { BrowserContext } from '@playwright/test';
import { newcomer, signUp } from '../accounts.ts';
import { directHistory } from '../history.ts';
import { installation } from '../installation.ts';
import { ChatPage } from '../pages/chat-page.ts';
import { expect, test } from '../visitors.ts';

/** Collects what browsers refused to load or run on the pages of a context. */
const watchPolicy = () => {
  const violations: string[] = [];
  const prepare = async (context: BrowserContext): Promise<void> => {
    await context.exposeBinding('violated', (_source, what: string) => void violations.push(what));
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, sample }) => {
        const report: unknown = Reflect.get(window, 'violated');
        if (typeof report === 'function') report([violatedDirective, blockedURI, sourceFile, sample].join(' '));
      });
    });
  };
  return { violations, prepare };
};

test('no page asks for what its policy forbids: signed out, signed in, as an admin, when it is missing, when it fails', async ({
  visit,
}) => {
  const { violations, prepare } = watchPolicy();
  const guest = await visit({ entrance: 'instance-1', prepare });
  for (const [path, name] of [
    ['/sign-in', 'signIn'],
    ['/sign-up', 'signUp'],
  ] as const) {
    await guest.open(path);
    await expect(guest.page.getByRole('button', { name: guest.t(`auth.${name}`), exact: true })).toBeEnabled();
  }
  for (const path of ['/nothing', '/_global-error', '/chat/%E0%A4%A']) {
    expect(await guest.open(path)).toBe(404);
    await expect(guest.page.getByRole('heading', { name: guest.t('app.notFoundTitle') })).toBeVisible();
  }

  const [ada] = installation().admins;
  const lin = await signUp(installation().url, newcomer('Lin'));
  const conversationId = await directHistory(lin, ada, { bodies: ['Hello 👋'], read: 1 });
  const admin = await visit({ entrance: 'instance-1', account: ada, prepare });
  await admin.open(`/chat/${conversationId}`);
  await expect(new ChatPage(admin).message('Hello 👋')).toBeVisible();
  await new ChatPage(admin).send(lin.name, 'https://example.com');
  for (const [path, title] of [
    ['/admin/tickets', 'tickets.title'],
    ['/settings', 'settings.title'],
  ] as const) {
    await admin.open(path);
    await expect(admin.page.getByRole('heading', { name: admin.t(title), level: 1 })).toBeVisible();
  }
  expect(await admin.open('/admin/nothing')).toBe(404);

  // A form that fails while it is drawn: what React shows then is the page for errors.
  await guest.page.route('**/_next/static/chunks/*.js', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll('"current-password"', '(()=>{throw new Error("a defect")})()');
    await route.fulfill({ response, body });
  });
  await guest.open('/sign-in');
  await expect(guest.page.getByRole('heading', { name: guest.t('app.errorTitle') })).toBeVisible();
  // Some files may still be on their way.
  await guest.page.unrouteAll({ behavior: 'ignoreErrors' });
  expect(violations).toEqual([]);
});

test('a script that somebody managed to put into a page does not run', async ({ visit }) => {
  const { violations, prepare } = watchPolicy();
  const { page, open, t } = await visit({ entrance: 'instance-1', prepare });
  await page.route('**/sign-in', async (route) => {
    const response = await route.fetch();
    const injected = `<script>window.ran = 'inline'</script><img src="data:," onerror="window.ran = 'handler'">
      <script src="https://evil.example/script.js"></script>`;
    await route.fulfill({ response, body: (await response.text()).replace('</body>', `${injected}</body>`) });
  });
  await open('/sign-in');
  await expect(page.getByRole('button', { name: t('auth.signIn'), exact: true })).toBeEnabled();
  // Without a policy of their own these would run: as code in a string, and as an element made by a script.
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('script'), { textContent: "window.ran = 'element'" }));
    setTimeout("window.ran = 'text'");
  });
  await expect.poll(() => violations.length).toBeGreaterThanOrEqual(5);
  expect(await page.evaluate(() => Reflect.get(window, 'ran'))).toBeUndefined();
});
