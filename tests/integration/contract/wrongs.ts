import { z } from 'zod';
import { type ClientEventName, clientEvents, limits } from '../../../protocol/index.ts';

type Payload = Record<string, unknown>;
/** A payload outside the contract, and what the answer to it must be: its code, and the field that it names. */
export type Wrong = { what: string; payload: unknown; code: 'invalid' | 'too_large'; names?: string };

const accepts = (event: ClientEventName, payload: unknown) => clientEvents[event].payload.safeParse(payload).success;

type Schema = z.core.JSONSchema.JSONSchema;

/** @returns the longest text that may stand in a field, where whatever one types may; null for ids, and a choice of some words */
const longestText = (event: ClientEventName, field: string): number | null => {
  const whole = z.toJSONSchema(clientEvents[event].payload, { io: 'input', unrepresentable: 'any' });
  const forms = [whole, ...(whole.oneOf ?? [])] as Schema[];
  const schemas = forms.flatMap(({ properties }) => (properties?.[field] ?? []) as Schema[]);
  const free = schemas
    .flatMap(({ anyOf = [], ...schema }) => [schema, ...(anyOf as Schema[])])
    .filter(
      ({ type, format, enum: words, const: word }) =>
        type === 'string' && format === undefined && words === undefined && word === undefined,
    );
  if (free.length === 0) return null;
  return Math.max(limits.messageBody, ...free.map(({ maxLength = 0 }) => maxLength));
};

export const wrongWholes: Wrong[] = [
  { what: 'null', payload: null, code: 'invalid' },
  { what: 'a number', payload: 7, code: 'invalid' },
  { what: 'a string', payload: 'text', code: 'invalid' },
  { what: 'a boolean', payload: true, code: 'invalid' },
  { what: 'an array', payload: [{}], code: 'invalid' },
  { what: 'binary', payload: Buffer.from('text'), code: 'invalid' },
  { what: 'an array of binaries', payload: [Buffer.from('a'), Buffer.from('b')], code: 'invalid' },
];

const wrongTypes: Record<string, unknown> = {
  'an object': { x: 1 },
  'an array in an array': [[]],
  binary: Buffer.from('text'),
  'a fraction': 0.5,
  'a negative number': -1,
  'a huge number': 1e300,
};

/** May be empty, which takes it away. */
const emptyable = new Set(['topic']);

const wrongTexts: Record<string, string> = {
  'a lone surrogate': 'a\ud800b',
  NUL: 'a\u0000b',
};

/**
 * Everything that can be wrong with the payload of an event, one thing at a time.
 * @param payload a valid one
 */
export const wrongs = (event: ClientEventName, payload: object): Wrong[] => {
  const valid: Payload = { ...payload };
  const fields = Object.keys(valid);
  const replaced = (field: string, value: unknown) => ({ ...valid, [field]: value });
  const texts = fields.filter((field) => typeof valid[field] === 'string');
  return [
    // An event that needs nothing drops whatever an object holds.
    ...wrongWholes.filter(({ payload }) => !accepts(event, payload)),
    ...fields
      .map((field): Wrong => {
        const { [field]: _, ...rest } = valid;
        return { what: `no ${field}`, payload: rest, code: 'invalid', names: field };
      })
      .filter(({ payload }) => !accepts(event, payload)),
    ...fields.flatMap((field) =>
      Object.entries(wrongTypes).map(
        ([what, value]): Wrong => ({
          what: `${what} as ${field}`,
          payload: replaced(field, value),
          code: 'invalid',
          names: field,
        }),
      ),
    ),
    ...texts.flatMap((field) =>
      Object.entries(wrongTexts).map(
        ([what, value]): Wrong => ({
          what: `${what} in ${field}`,
          payload: replaced(field, value),
          code: 'invalid',
          names: field,
        }),
      ),
    ),
    ...texts
      .filter((field) => !emptyable.has(field))
      .map(
        (field): Wrong => ({
          what: `an empty ${field}`,
          payload: replaced(field, ' \n '),
          code: 'invalid',
          names: field,
        }),
      ),
    ...texts.flatMap((field): Wrong[] => {
      const most = longestText(event, field);
      if (most === null) return [];
      const payload = replaced(field, 'x'.repeat(most + 1));
      return [{ what: `a ${field} that is too long`, payload, code: 'too_large', names: field }];
    }),
  ];
};

/** @returns the same payload as it is after a way as JSON, if it is still wrong then */
export const overJson =
  (event: ClientEventName) =>
  (wrong: Wrong): Wrong[] => {
    const payload: unknown = JSON.parse(JSON.stringify(wrong.payload));
    return accepts(event, payload) ? [] : [{ ...wrong, payload }];
  };
