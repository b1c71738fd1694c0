import { afterAll, beforeAll, expect, test } from 'vitest';
import { pageSessionHeader } from '../../server/people/page-session-header.ts';
import { type Instance, startInstance } from '../support/instances.ts';
import { freshDatabase } from '../support/shared.ts';

let instance: Instance;
const forged = encodeURIComponent(
  JSON.stringify({ id: '0199aaaa-0000-7000-8000-000000000000', name: 'Mallory', image: null, role: 'admin' }),
);

beforeAll(async () => {
  instance = await startInstance({ databaseUrl: await freshDatabase() }, { id: 'pages' });
});
afterAll(() => instance?.stop());

const visit = (path: string, headers: Record<string, string>) =>
  fetch(`${instance.url}${path}`, { headers, redirect: 'manual' });

const signUp = async (name: string): Promise<string> => {
  const response = await fetch(`${instance.url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, email: `${name}@example.com`, password: 'correct horse' }),
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
  const guessed = cookie.replace(
    /(session_token=)./,
    (_match, name) => `${name}${cookie.includes('token=A') ? 'B' : 'A'}`,
  );
  expect((await visit('/', { cookie: guessed })).headers.get('location')).toBe('/sign-in');
});

test('the header that tells pages who asks cannot be sent from outside', async () => {
  expect((await visit('/', { [pageSessionHeader]: forged })).headers.get('location')).toBe('/sign-in');
  const cookie = await signUp('eve');
  const page = await visit('/admin/tickets', { cookie, [pageSessionHeader]: forged });
  expect(page.status).toBe(404);
  expect(await page.text()).not.toContain('Mallory');
});
