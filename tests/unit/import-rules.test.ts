import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultsOf, importFaults, importsOf } from '../../scripts/imports/check.ts';

const root = join(import.meta.dirname, '../..');

const cases = [
  { file: 'protocol/a.ts', target: 'npm:zod', legal: true },
  { file: 'protocol/a.ts', target: 'protocol/tickets.ts', legal: true },
  { file: 'protocol/a.ts', target: 'npm:uuid', legal: false },
  { file: 'protocol/a.ts', target: 'npm:', legal: false },
  { file: 'protocol/a.ts', target: 'server/config.ts', legal: false },
  { file: 'app/(chat)/a.ts', target: 'protocol/tickets.ts', legal: true },
  { file: 'app/(chat)/a.ts', target: 'server/doors/http/page.ts', legal: true },
  { file: 'app/(chat)/a.ts', target: 'server/doors/http/pages.ts', legal: false },
  { file: 'app/(chat)/room/a.ts', target: 'server/messages/append.ts', legal: false },
  { file: 'app/a.ts', target: 'tests/support/seed.ts', legal: false },
  { file: 'app/a.ts', target: 'npm:next/server', legal: true },
  { file: 'server/engine/log/a.ts', target: 'server/engine/store/database.ts', legal: true },
  { file: 'server/engine/log/a.ts', target: 'server/messages/index.ts', legal: false },
  { file: 'server/engine/log/a.ts', target: 'server/doors/socketio/socket.ts', legal: false },
  { file: 'server/engine/ops/a.ts', target: 'server/engine/store/database.ts', legal: false },
  { file: 'server/engine/ops/a.ts', target: 'server/config.ts', legal: false },
  { file: 'server/engine/store/a.ts', target: 'server/engine/bus/bus.ts', legal: false },
  { file: 'server/engine/bus/a.ts', target: 'server/engine/log/batch.ts', legal: false },
  { file: 'server/doors/http/a.ts', target: 'server/people/index.ts', legal: true },
  { file: 'server/doors/http/a.ts', target: 'server/people/sessions.ts', legal: false },
  { file: 'server/doors/http/a.ts', target: 'server/doors/socketio/socket.ts', legal: false },
  { file: 'server/doors/http/a.ts', target: 'server/doors/http/deep/b.ts', legal: true },
  { file: 'server/rooms/a.ts', target: 'server/rooms/deep/b.ts', legal: true },
  { file: 'server/rooms/a.ts', target: 'server/people/index.ts', legal: true },
  { file: 'server/rooms/deep/a.ts', target: 'server/people/directory.ts', legal: false },
  { file: 'server/rooms/a.ts', target: 'server/people/deep/index.ts', legal: false },
  { file: 'server/rooms/a.ts', target: 'server/doors/http/index.ts', legal: false },
  { file: 'server/rooms/a.ts', target: 'server/main.ts', legal: false },
  { file: 'server/rooms/a.ts', target: 'server/config.ts', legal: true },
  { file: 'server/rooms/a.ts', target: 'app/_live/a.ts', legal: false },
  { file: 'server/embedded/a.ts', target: 'server/people/index.ts', legal: false },
  { file: 'server/config.ts', target: 'server/engine/ops/log.ts', legal: false },
  { file: 'server/main.ts', target: 'server/doors/socketio/a.ts', legal: true },
  { file: 'scripts/demo.ts', target: 'tests/support/seed.ts', legal: false },
  { file: 'scripts/test/suites.ts', target: 'scripts/installation/install.ts', legal: true },
];

test.each(cases)('$file may import $target: $legal', ({ file, target, legal }) => {
  expect(faultsOf([{ file, target }])).toHaveLength(legal ? 0 : 1);
});

test('nouns that import each other in a circle are found, however long it is', () => {
  const arrows = [
    { file: 'server/a/x.ts', target: 'server/b/index.ts' },
    { file: 'server/b/x.ts', target: 'server/c/index.ts' },
  ];
  expect(faultsOf(arrows)).toEqual([]);
  expect(faultsOf([...arrows, { file: 'server/c/x.ts', target: 'server/a/index.ts' }])).toEqual([
    'nouns import each other in a circle: a → b → c → a',
  ]);
});

test('every way of importing is seen', () => {
  const text = `
    import a from './a.ts';
    import type { B } from "../b.ts";
    import './c.css';
    export { d } from './d.ts';
    const e = await import('./e.ts');
    import {
      f,
    } from 'f';
    import { join } from 'node:path';`;
  expect(importsOf('server/rooms/x.ts', text).map(({ target }) => target)).toEqual([
    'server/rooms/a.ts',
    'server/b.ts',
    'server/rooms/c.css',
    'server/rooms/d.ts',
    'server/rooms/e.ts',
    'npm:f',
    'npm:',
  ]);
});

test('the project keeps to the rules', async () => {
  expect(await importFaults(root)).toBe('');
});
