import { z } from 'zod';
import { type ClientEventName, clientEvents } from '../../protocol/index.ts';
import type { Random } from '../../scripts/installation/random.ts';

/** What the values are about: ids that exist, among them some that the caller has no right to. */
export type Known = { ids: string[] };

type Schema = z.core.JSONSchema._JSONSchema;
type ObjectSchema = z.core.JSONSchema.JSONSchema;

const schemas = new Map(
  Object.entries(clientEvents).map(([name, { payload }]) => [
    name,
    z.toJSONSchema(payload, { io: 'input', unrepresentable: 'any' }),
  ]),
);

const hostileTexts = [
  ...['x', ' ', '\n', '0', 'null', '__proto__', 'constructor', '%', '_', '\\', "'; drop table message; --", '#{7*7}'],
  ...['<script>alert(1)</script>', '<@', '<@all>', '@', '../../etc/passwd', 'javascript:alert(1)', '\u202e', '\u200b'],
  ...['👩‍👩‍👧‍👦', 'é'.normalize('NFD'), '‏אבג', '好'.repeat(80), '[]('.repeat(200), '`'.repeat(500), 'a'.repeat(8_000)],
  ...[
    '*'.repeat(4_000),
    '漢字'.repeat(4_000),
    '\ud83d\ude00'.repeat(3_000),
    '<@'.repeat(4_000),
    'https://'.repeat(900),
  ],
];
const numbers = [0, 1, 2, 50, 100, 2 ** 31 - 1, 2 ** 31, Number.MAX_SAFE_INTEGER];

/** What is of no schema. */
export const wrongValues: readonly unknown[] = [
  ...[null, true, -1, 0.5, 1e300, Number.MAX_SAFE_INTEGER + 2, '', 'a\u0000b', 'a\ud800b', [], {}, [[]], { x: 1 }],
  ...['x'.repeat(9_000), Array.from({ length: 600 }, () => 1), { constructor: {} }, { toString: 1 }],
];

const textOf = (schema: ObjectSchema, random: Random, known: Known): string => {
  if (schema.format === 'uuid') return random.chance(0.9) ? random.pick(known.ids) : random.uuid();
  if (schema.format === 'date-time') return new Date(random.below(2 ** 31) * 1_000).toISOString();
  if (schema.format === 'uri') return 'https://example.com/x';
  const text = random.pick(hostileTexts).slice(0, schema.maxLength ?? 8_000);
  return text.trim().length < (schema.minLength ?? 0) ? 'text' : text;
};

const numberOf = ({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: ObjectSchema, random: Random): number => {
  const number = random.chance(0.5) ? random.below(20) : random.pick(numbers);
  return Math.min(maximum, Math.max(minimum, number));
};

const itemsOf = (schema: ObjectSchema, random: Random, known: Known): unknown[] => {
  const most = schema.maxItems ?? 20;
  const count = random.chance(0.1) ? most : Math.max(schema.minItems ?? 0, random.below(Math.min(most, 5) + 1));
  const items = Array.isArray(schema.items) ? schema.items[0] : schema.items;
  return Array.from({ length: count }, () => valueFor(items ?? true, random, known));
};

/** A value of this form, as nasty as the form allows. */
const valueFor = (schema: Schema, random: Random, known: Known): unknown => {
  if (typeof schema === 'boolean') return random.pick(wrongValues);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return valueFor(random.pick(choices), random, known);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.pick(schema.enum);
  if (schema.type === 'array') return itemsOf(schema, random, known);
  if (schema.type === 'object') {
    const fields = Object.entries(schema.properties ?? {});
    const chosen = fields.filter(([name]) => schema.required?.includes(name) || random.chance(0.3));
    return Object.fromEntries(chosen.map(([name, field]) => [name, valueFor(field, random, known)]));
  }
  if (schema.type === 'integer' || schema.type === 'number') return numberOf(schema, random);
  if (schema.type === 'boolean') return random.chance(0.5);
  if (schema.type === 'null') return null;
  return textOf(schema, random, known);
};

/** A payload of the form that the contract asks for. */
export const payloadOf = (event: ClientEventName, random: Random, known: Known): unknown =>
  valueFor(schemas.get(event) ?? true, random, known);

/** A payload with one thing wrong in it, or something else entirely. */
export const wrongPayloadOf = (event: ClientEventName, random: Random, known: Known): unknown => {
  const payload = payloadOf(event, random, known);
  if (random.chance(0.3) || typeof payload !== 'object' || payload === null) return random.pick(wrongValues);
  const fields = [...Object.keys(payload), '__proto__', 'userId'];
  return Object.assign(Object.create(null), payload, { [random.pick(fields)]: random.pick(wrongValues) });
};
