import { describe, expect, it } from 'vitest';
import { pathWith, safeNextPath, signInPath } from '../../app/_auth/next-path.ts';

describe('the page to go to after signing in', () => {
  it.each([
    '/chat',
    '/chat/01a209ce-5c77-77ab-8cb0-5bef0a39e3a3',
    '/admin/tickets?state=open&text=a%20b',
    '/settings/programs#tokens',
  ])('is %s when that was asked for', (path) => {
    expect(safeNextPath(path)).toBe(path);
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    'chat',
    '',
    null,
    undefined,
  ])('is the chat for %j', (wanted) => {
    expect(safeNextPath(wanted)).toBe('/chat');
  });

  it('survives the way through the address of the sign-in page', () => {
    const path = '/admin/tickets?text=a&state=open';
    const next = new URL(signInPath(path), 'http://x').searchParams.get('next');
    expect(safeNextPath(next)).toBe(path);
    expect(signInPath('/chat')).toBe('/sign-in');
  });

  it('says why it has to be gone to, where there is more to say', () => {
    expect(signInPath('/chat', '&refused=BANNED_USER')).toBe('/sign-in?next=%2Fchat&refused=BANNED_USER');
    expect(signInPath('/a?b=c', '&refused=BANNED_USER')).toBe('/sign-in?next=%2Fa%3Fb%3Dc&refused=BANNED_USER');
  });
});

it('a page that asks to sign in first is asked for again with all of its query', () => {
  const query = { state: 'open', text: 'a&b=c #1', tag: ['x', 'y'], empty: undefined };
  const path = pathWith('/admin/tickets', query);
  const back = new URLSearchParams(signInPath(path).split('?')[1]).get('next');
  expect(safeNextPath(back)).toBe(path);
  expect([...new URL(path, 'http://a.test').searchParams]).toEqual([
    ['state', 'open'],
    ['text', 'a&b=c #1'],
    ['tag', 'x'],
    ['tag', 'y'],
  ]);
  expect(pathWith('/admin/tickets', {})).toBe('/admin/tickets');
});
