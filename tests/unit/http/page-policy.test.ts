import { expect, it } from 'vitest';
import { createPagePolicy } from '../../../server/doors/http/page-policy.ts';

const origins = new Set(['https://chat.example.com', 'http://127.0.0.1:3000']);
const directives = (policy: string) =>
  new Map(policy.split('; ').map((part) => part.split(/ (.*)/s, 2) as [string, string]));

it('lets a page run its own scripts only, each answer with a nonce of its own', () => {
  const policyFor = createPagePolicy({ origins, development: false });
  const [first, second] = [policyFor('chat.example.com'), policyFor('chat.example.com')];
  expect(first.nonce).not.toBe(second.nonce);
  expect(Object.fromEntries(directives(first.policy))).toEqual({
    'default-src': "'self'",
    'script-src': `'self' 'nonce-${first.nonce}'`,
    'style-src': "'self' 'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'connect-src': "'self' wss://chat.example.com",
    'object-src': "'none'",
    'frame-ancestors': "'none'",
    'base-uri': "'self'",
    'form-action': "'self'",
  });
});

it('lets a page open sockets to its own host, and to no host that only claims to be ours', () => {
  const policyFor = createPagePolicy({ origins, development: false });
  const connectTo = (host: string | undefined) => directives(policyFor(host).policy).get('connect-src');
  expect(connectTo('127.0.0.1:3000')).toBe("'self' ws://127.0.0.1:3000");
  expect(connectTo('evil.example')).toBe("'self'");
  expect(connectTo(undefined)).toBe("'self'");
});

it('lets code be evaluated only while one develops', () => {
  const scripts = (development: boolean) =>
    directives(createPagePolicy({ origins, development })('x').policy).get('script-src');
  expect(scripts(true)).toContain("'unsafe-eval'");
  expect(scripts(false)).not.toContain('unsafe');
});
