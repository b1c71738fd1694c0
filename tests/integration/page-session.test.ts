import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Instance, setupCode, startInstance } from '../../scripts/installation/instances.ts';
import { pageSessionHeader } from '../../server/doors/http/page-session-header.ts';
import { freshDatabase, sharedRedisUrl } from '../support/shared.ts';

let instance: Instance;
const forged = encodeURIComponent(
  JSON.stringify({ id: '0199aaaa-0000-7000-8000-000000000000', name: 'Mallory', image: null, role: 'admin' }),
);

beforeAll(async () => {
  instance = await startInstance({ databaseUrl: await freshDatabase() }, { id: 'pages' });
});
afterAll(() => instance?.stop());

const visit = (path: string, headers: Record<string, string>, { url } = instance) =>
  fetch(`${url}${path}`, { headers, redirect: 'manual' });

const signUp = async (name: string, { url } = instance): Promise<string> => {
  const response = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, email: `${name}@example.com`, password: 'correct horse', code: setupCode }),
  });
  expect(response.status).toBe(200);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
};

test('whoever signs up is known to the pages; others are sent to sign in', async () => {
  const cookie = await signUp('ada');
  expect((await visit('/', { cookie })).headers.get('location')).toBe('/chat');
  expect((await visit('/', {})).headers.get('location')).toBe('/sign-in');
  const guessed = cookie.replace(/(session=)./, (_match, name) => `${name}${cookie.includes('session=A') ? 'B' : 'A'}`);
  expect((await visit('/', { cookie: guessed })).headers.get('location')).toBe('/sign-in');
});

test('the header that tells pages who asks cannot be sent from outside', async () => {
  expect((await visit('/', { [pageSessionHeader]: forged })).headers.get('location')).toBe('/sign-in');
  const cookie = await signUp('eve');
  const page = await visit('/admin/tickets', { cookie, [pageSessionHeader]: forged });
  expect(page.status).toBe(404);
  expect(await page.text()).not.toContain('Mallory');
});

test('a new name is on the next page, not a minute later', async () => {
  const cookie = await signUp('grace');
  await visit('/settings', { cookie });
  const changed = await fetch(`${instance.url}/api/auth/update-user`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, origin: instance.url },
    body: JSON.stringify({ name: 'Admiral Hopper' }),
  });
  expect(changed.status).toBe(200);
  expect(await (await visit('/settings', { cookie })).text()).toContain('Admiral Hopper');
});

test('signing out on one instance closes the pages of another one that holds no sockets', async () => {
  const shared = { databaseUrl: await freshDatabase(), redisUrl: sharedRedisUrl() };
  const one = await startInstance(shared, { id: 'web-1', roles: 'web' });
  const other = await startInstance(shared, { id: 'web-2', roles: 'web' });
  try {
    const cookie = await signUp('lin', one);
    expect((await visit('/', { cookie }, other)).headers.get('location')).toBe('/chat');
    const headers = { 'content-type': 'application/json', cookie, origin: one.url };
    await fetch(`${one.url}/api/auth/sign-out`, { method: 'POST', headers, body: '{}' });
    expect((await visit('/', { cookie }, other)).headers.get('location'), 'at once').toBe('/sign-in');
  } finally {
    await Promise.all([one.stop(), other.stop()]);
  }
});
