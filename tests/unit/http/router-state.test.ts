import { expect, it } from 'vitest';
import { dropWrongRouterState } from '../../../server/doors/http/router-state.ts';

const kept = (value: string): boolean => {
  const headers = { 'next-router-state-tree': value };
  dropWrongRouterState(headers);
  return 'next-router-state-tree' in headers;
};
const encoded = (value: unknown) => encodeURIComponent(JSON.stringify(value));

it.each([
  ['', {}],
  ['', { children: ['chat', { children: [['conversationId', 'x', 'd', null], {}] }, null, 'refetch'] }, null, null, 16],
])('what Next.js in the browser says is kept (%o …)', (...state) => {
  expect(kept(encoded(state))).toBe(true);
});

it.each([
  ['no encoding', '%E0%A4%A'],
  ['no JSON', '{'],
  ['another form', encoded({ children: [] })],
  ['another form further in', encoded(['', { children: ['', { children: 1 }] }])],
  ['a mark that does not exist', encoded(['', {}, null, 'nonsense'])],
  ['one nested deeper than a stack', `${'["",{"c":'.repeat(20_000)}["",{}]${'}]'.repeat(20_000)}`],
])('%s is dropped', (_, value) => {
  expect(kept(value)).toBe(false);
});
