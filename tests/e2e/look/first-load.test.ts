import type { Request } from '@playwright/test';
import { newcomer, signUp } from '../accounts.ts';
import { directHistory } from '../history.ts';
import { installation } from '../installation.ts';
import { ChatPage } from '../pages/chat-page.ts';
import { expect, test } from '../visitors.ts';

const most = 180_000;

test('the scripts named by the HTML of a conversation are at most 180 kB, compressed, without HTTP headers', async ({
  visit,
}) => {
  const [ada] = installation().admins;
  const lin = await signUp(installation().url, newcomer('Lin'));
  const id = await directHistory(lin, ada, { bodies: ['hello'], read: 1 });
  const visitor = await visit({ account: ada, entrance: 'instance-1' });
  const { page } = visitor;
  const fetched = new Map<string, Request>();
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script') fetched.set(new URL(request.url()).pathname, request);
  });
  await visitor.open(`/chat/${id}`);
  await expect(new ChatPage(visitor).message('hello')).toBeVisible();

  const html = await (await page.context().request.get(page.url())).text();
  // Old browsers' polyfills are named, too, and fetched by none of today's.
  const named = [...html.matchAll(/<script\b(?![^>]*\bnomodule)[^>]*\bsrc="([^"?]+)/gi)].map(([, src = '']) => src);
  const first = [...new Set(named)];
  await expect.poll(() => first.filter((path) => !fetched.has(path))).toEqual([]);
  const sizes = await Promise.all(first.map(async (path) => (await fetched.get(path)?.sizes())?.responseBodySize ?? 0));
  expect(Math.min(...sizes), 'every script has a size').toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(most);
});
