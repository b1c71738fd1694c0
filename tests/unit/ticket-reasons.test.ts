import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { filterOf } from '../../app/(workspace)/admin/tickets/filter-address.ts';
import { lookOf, reasonName } from '../../app/(workspace)/admin/tickets/reason-colours.ts';
import { sampleRejections } from '../../server/sources/sample-events.ts';

const codes = Array.from({ length: 300 }, (_, n) => `reason_${n}`);

it('a reason looks the same in whatever order reasons are seen, and never like those that are counted together', () => {
  const before = codes.map(lookOf);
  expect(codes.toReversed().map(lookOf).toReversed()).toEqual(before);
  expect(before.map(({ background }) => background)).not.toContain(lookOf(null).background);
  // Written down: a colour that moved would mean something else in every bookmark of the mind.
  expect(lookOf('missing_receipt')).toEqual({
    fill: 'fill-reason-6',
    background: 'bg-reason-6',
    shape: 'rotate-45 rounded-[1px]',
  });
});

it('the reasons of the samples and of the README differ in colour', () => {
  const shown = [...new Set(sampleRejections(4).map(({ reasonCode }) => reasonCode)), 'over_limit'];
  expect(new Set(shown.map((code) => lookOf(code).background)).size).toBe(shown.length);
});

it('reasons use all colours about equally often', () => {
  const uses = Map.groupBy(codes, (code) => lookOf(code).background);
  expect(uses.size).toBe(12);
  for (const [colour, of] of uses) expect(of.length, colour).toBeGreaterThan(10);
});

const linear = (channel: number) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
const luminance = (hex: string) => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (a: string, b: string) => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

it('the colours of reasons stand out from the page, light and dark', () => {
  const css = readFileSync(new URL('../../app/theme.css', import.meta.url), 'utf8');
  const [, light = '', dark = ''] = /:root \{(.*?)\n\}.*?\.dark \{(.*?)\n\}/s.exec(css) ?? [];
  for (const theme of [light, dark]) {
    const canvas = /--canvas: (#\w{6})/.exec(theme)?.[1] ?? '';
    const colours = [...theme.matchAll(/--reason-\d+: (#\w{6})/g)].map(([, colour = '']) => colour);
    expect(new Set(colours).size).toBe(12);
    for (const colour of colours) expect(contrast(colour, canvas), colour).toBeGreaterThanOrEqual(4.5);
  }
});

it.each([
  ['missing_receipt', 'Missing receipt'],
  ['MISSING_RECEIPT', 'Missing receipt'],
  ['missingReceipt', 'Missing receipt'],
  ['out-of.policy', 'Out of policy'],
  ['VAT', 'VAT'],
  ['预算不足', '预算不足'],
  ['__', '__'],
])('the reason %s reads %s', (code, name) => {
  expect(reasonName(code)).toBe(name);
});

it('an address says any combination of filters, and what is no filter is left out', () => {
  const read = (query: string) => {
    const parameters = new URLSearchParams(query);
    return filterOf((name) => parameters.get(name));
  };
  const all =
    'reasonCode=a&priority=high&state=open&assigneeId=me&source=http&text=x&occurredAfter=2026-01-01T00:00:00.000Z&occurredBefore=2026-01-02T00:00:00.000Z';
  expect(read(all)).toEqual(Object.fromEntries(new URLSearchParams(all)));
  expect(read('assigneeId=nobody')).toEqual({ assigneeId: 'nobody' });
  expect(
    read(
      'priority=often&state=&assigneeId=someone&source=No+key&occurredAfter=yesterday&occurredBefore=0000-01-01T00:00:00Z&page=3',
    ),
  ).toEqual({});
});
