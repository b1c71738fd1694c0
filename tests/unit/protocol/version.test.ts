import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { contractHistory } from '../../../protocol/history.ts';
import {
  clientEvents,
  contractVersion,
  neededContract,
  oldestContract,
  Rejection,
  serverEvents,
  since,
} from '../../../protocol/index.ts';
import { contractSchemas } from '../../../server/engine/events/schemas.ts';

const hash = createHash('sha256')
  .update(JSON.stringify(contractSchemas('#/')))
  .digest('hex')
  .slice(0, 16);
const latest = contractHistory.at(-1);

it('a change of any schema is a new contract, with a line of history', () => {
  const wanted = `The schemas have changed. In protocol/version.ts raise contractVersion, and in protocol/history.ts add what it
brought, with schemas: '${hash}'. A field that changes what is stored also goes into since.`;
  expect(latest?.schemas, wanted).toBe(hash);
  expect(latest?.version).toBe(contractVersion);
  expect(contractHistory.map(({ version }) => version)).toEqual(contractHistory.map((_, index) => index + 1));
  expect(oldestContract).toBeLessThanOrEqual(contractVersion);
});

it('what changes what is stored names a contract there is, and a field there is', () => {
  const schemas = contractSchemas('#/');
  for (const [event, fields] of Object.entries(since))
    for (const [field, version] of Object.entries(fields)) {
      expect(version, `${event}: ${field}`).toBeLessThanOrEqual(contractVersion);
      expect(JSON.stringify(schemas), `${event}: ${field}`).toContain(`"${field}"`);
    }
});

/** Every object in a schema, the outermost first. */
const objectsIn = (schema: z.core.JSONSchema.BaseSchema): z.core.JSONSchema.BaseSchema[] => {
  const inside = [
    schema.items,
    ...(schema.oneOf ?? []),
    ...(schema.anyOf ?? []),
    ...Object.values(schema.properties ?? {}),
  ];
  const objects = inside.flat().filter((each): each is z.core.JSONSchema.BaseSchema => typeof each === 'object');
  return [...(schema.type === 'object' ? [schema] : []), ...objects.flatMap(objectsIn)];
};

it.each(Object.entries(clientEvents))(
  '%s drops fields that it does not know, as an older instance must',
  (_, { payload }) => {
    for (const object of objectsIn(z.toJSONSchema(payload, { io: 'input', unrepresentable: 'any' })))
      expect(object.additionalProperties).not.toBe(false);
  },
);

/** Fields in what the server says that are one of some words, without one to show for those of a later version. */
const closedWords = (schema: z.core.JSONSchema.BaseSchema, at: string): string[] => {
  const here = schema.enum && schema.enum.length > 1 && schema.default === undefined ? [at] : [];
  const parts = Object.entries(schema.properties ?? {}).map(([name, part]) => [name, part] as const);
  const inside = [
    ...parts,
    ...[schema.items, schema.additionalProperties, ...(schema.anyOf ?? [])].map((part) => ['', part] as const),
  ];
  const open = schema.default === undefined ? inside : [];
  return [
    ...here,
    ...open.flatMap(([name, part]) =>
      typeof part === 'object' && !Array.isArray(part) ? closedWords(part, `${at}.${name}`) : [],
    ),
  ];
};

it('every word of the server is read, also one that only a later version has', () => {
  const said = [
    ...Object.entries(clientEvents).map(([name, { data }]) => [name, data] as const),
    ...Object.entries(serverEvents).map(([name, { payload }]) => [name, payload] as const),
  ];
  const closed = said.flatMap(([name, schema]) =>
    closedWords(z.toJSONSchema(schema as z.ZodType, { io: 'output', unrepresentable: 'any' }), name),
  );
  expect(closed).toEqual([]);
  expect(Rejection.shape.state.parse('forgotten')).toBe('open');
  expect(Rejection.shape.source.parse('carrier-pigeon')).toBe('carrier-pigeon');
});

const fields = { 'message:send': { card: 3, schedule: 2 } } as const;

it('a send needs the contract of the latest of its fields that change what is stored', () => {
  expect(neededContract('message:send', { body: 'hello' }, fields)).toBe(1);
  expect(neededContract('message:send', { body: 'hello', schedule: 'tomorrow' }, fields)).toBe(2);
  expect(neededContract('message:send', { card: {}, schedule: 'tomorrow' }, fields)).toBe(3);
  expect(neededContract('message:send', { body: 'hello', card: undefined }, fields)).toBe(1);
  expect(neededContract('message:edit', { card: {} }, fields)).toBe(1);
});
