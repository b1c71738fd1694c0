import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clientEvents, serverEvents } from '../../../protocol/index.ts';
import { fillMarked } from '../../../scripts/docs/marked.ts';
import { generatedPages } from '../../../scripts/docs/pages.ts';
import { protocolPage } from '../../../scripts/docs/protocol.ts';
import { settingsTable } from '../../../scripts/docs/settings.ts';
import { settings } from '../../../server/config.ts';

const root = join(import.meta.dirname, '../../..');

test.each(Object.entries(generatedPages))('%s is what `npm run docs` makes of the code', async (path, make) => {
  const page = await readFile(join(root, path), 'utf8');
  expect(page, 'out of date: type npm run docs').toBe(make(page));
});

test('the table of settings has every setting with its default and its purpose', () => {
  const rows = settingsTable().split('\n').slice(2);
  expect(rows.map((row) => /`(\w+)`/.exec(row)?.[1])).toEqual(Object.keys(settings));
  for (const row of rows) expect(row).toMatch(/^\| `\w+` \| (`[^`]+`)? \| [A-Z].*\. \|$/);
  expect(rows).toContain('| `PORT` | `3000` | Port to listen on. |');
  expect(rows.find((row) => row.includes('`ROLES`'))).toContain('| `web,live,worker` |');
});

test('the contract shows every event, with names for what is shown once', () => {
  const page = protocolPage();
  for (const name of [...Object.keys(clientEvents), ...Object.keys(serverEvents)])
    expect(page).toContain(`### \`${name}\`\n`);
  expect(page).toContain('  limit?: integer; // 1 to 100; 50 when left out\n');
  expect(page).toContain('conversations: (Conversation & {\n');
  expect(page).not.toMatch(/unknown;|undefined|\[object/);
});

test('only what is between the marks is replaced', () => {
  expect(fillMarked('a\n<!-- x -->\nold\n<!-- /x -->\nb', 'x', 'new')).toBe('a\n<!-- x -->\nnew\n<!-- /x -->\nb');
  expect(() => fillMarked('a', 'x', 'new')).toThrow('<!-- x -->');
});
