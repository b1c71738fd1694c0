import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { expect, test } from 'vitest';
import { Field } from '../../app/_ui/field.tsx';

const messages = { app: { charactersLeft: '{count} left', charactersTooMany: '{count} too many' } };
const drawn = (value: string) =>
  renderToStaticMarkup(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <Field label="Name" hint="as others see it" most={30} value={value} onChange={() => undefined} />
    </IntlProvider>,
  );

test('a field counts what is left when it is little, and what is too much', () => {
  const short = drawn('Lin');
  expect(short).toContain('as others see it');
  expect(short).not.toContain('left');
  expect(drawn('x'.repeat(27))).toContain('3 left');
  expect(drawn(`${'x'.repeat(30)}  `)).toContain('0 left');
  const long = drawn('x'.repeat(32));
  expect(long).toContain('2 too many');
  expect(long).toContain(`value="${'x'.repeat(32)}"`);
  expect(long).toContain('aria-invalid="true"');
  expect(long).not.toContain('as others see it');
});

test('no field cuts off what is typed or pasted without a word', () => {
  const root = join(import.meta.dirname, '../../app');
  const cutting = globSync('**/*.{ts,tsx}', { cwd: root }).filter((path) =>
    /\bmaxlength\b/i.test(readFileSync(join(root, path), 'utf8')),
  );
  expect(cutting).toEqual([]);
});
