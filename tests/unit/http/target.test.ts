import { expect, it } from 'vitest';
import { hasPossibleHost, readTarget } from '../../../server/doors/http/target.ts';

it.each([
  ['/chat?after=1', '/chat', '?after=1'],
  ['/a/../livez', '/livez', ''],
  ['/chat/./x', '/chat/x', ''],
  ['/ü?ü', '/%C3%BC', '?%C3%BC'],
  ['/chat/%E4%BD%A0', '/chat/%E4%BD%A0', ''],
  ['/chat?x=%E0%A4%A', '/chat', '?x=%E0%A4%A'],
])('%s asks for %s with the query "%s"', (url, path, query) => {
  expect(readTarget(url)).toEqual({ ok: true, data: { path, query } });
});

it.each([
  ['/chat/%E0%A4%A', 'invalid'],
  ['/chat/%', 'invalid'],
  ['http://evil.example/livez', 'invalid'],
  ['*', 'invalid'],
  ['', 'invalid'],
  ['@evil.example/', 'invalid'],
  ['//evil.example', 'not_found'],
  ['/\\evil.example', 'not_found'],
  ['/%2Fevil.example', 'not_found'],
  ['/x/..//evil.example', 'not_found'],
  ['/chat/%00', 'not_found'],
])('%s asks for nothing (%s)', (url, code) => {
  expect(readTarget(url)).toMatchObject({ ok: false, error: { code } });
});

it.each(['chat.example.com', 'localhost:3000', '127.0.0.1:80', '[::1]:3000', 'instance_1'])('%s is a host', (host) => {
  expect(hasPossibleHost({ headers: { host } })).toBe(true);
});

it.each(['', 'a b', 'a/b', 'a@b', 'a:b', '[::1', 'a:123456', 'a\\b', 'a?b', 'ü'])('"%s" is no host', (host) => {
  expect(hasPossibleHost({ headers: { host } })).toBe(false);
});

it('a request of HTTP/1.0 needs no host', () => {
  expect(hasPossibleHost({ headers: {} })).toBe(true);
});
