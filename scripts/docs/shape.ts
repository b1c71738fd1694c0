import { z } from 'zod';
import { named } from '../../server/engine/events/schemas.ts';

type Schema = z.core.JSONSchema._JSONSchema;
type ObjectSchema = z.core.JSONSchema.JSONSchema;

const registry = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });

const toJson = (schema: z.ZodType, io: 'input' | 'output', metadata: z.core.$ZodRegistry<{ id: string }>) =>
  z.toJSONSchema(schema, {
    ...{ io, metadata, unrepresentable: 'any' },
    override: ({ jsonSchema }) => {
      // What stands for a word of a later version, and is no value that may be left out.
      if (io === 'output' && jsonSchema.enum) delete jsonSchema.default;
    },
  });

const fieldsOf = (schema: ObjectSchema): Map<string, string> =>
  new Map(Object.entries(schema.properties ?? {}).map(([name, field]) => [name, JSON.stringify(field)]));

const largeTypes = new Map(
  (['Conversation', 'Rejection'] as const).map((name) => [name, fieldsOf(nakedJson(named[name], 'output'))]),
);

/** The schema itself, though it has a name; what is inside it is still called by name. */
function nakedJson(schema: z.ZodType, io: 'input' | 'output'): ObjectSchema {
  const others = z.registry<{ id: string }>();
  for (const [id, other] of Object.entries(named)) if (other !== schema) others.add(other, { id });
  return toJson(schema, io, others);
}

/**
 * A schema of the contract as people read it: TypeScript's notation, bounds as comments.
 * @param io what a caller writes (`input`: defaults may be left out) or what they get (`output`)
 */
export const shape = (schema: z.ZodType, io: 'input' | 'output'): string => render(toJson(schema, io, registry), '');

/** Like {@link shape}, for one of {@link named}: its fields instead of its name. */
export const shapeOfNamed = (name: keyof typeof named): string => {
  const schema = nakedJson(named[name], 'output');
  return schema.type === 'object'
    ? renderFields(Object.entries(schema.properties ?? {}), schema.required ?? [], '')
    : render(schema, '');
};

const render = (schema: Schema, indent: string): string => {
  if (typeof schema === 'boolean') return 'unknown';
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? 'unknown';
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return choices.map((choice) => render(choice, indent)).join(' | ');
  if (schema.const !== undefined) return quoted(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(quoted).join(' | ');
  if (schema.type === 'array') return renderArray(schema, indent);
  if (schema.type === 'object') return renderObject(schema, indent);
  const types: string[] = [schema.type ?? 'unknown'].flat();
  return types.join(' | ');
};

const renderArray = (schema: ObjectSchema, indent: string): string => {
  const items = Array.isArray(schema.items) ? schema.items[0] : schema.items;
  const item = render(items ?? true, indent);
  const isCompound = item.includes(' & ') || (item.includes(' | ') && !item.startsWith('{'));
  return isCompound ? `(${item})[]` : `${item}[]`;
};

const renderObject = (schema: ObjectSchema, indent: string): string => {
  if (schema.properties === undefined)
    return `{ [${render(schema.propertyNames ?? true, indent)}]: ${render(schema.additionalProperties ?? true, indent)} }`;
  const fields = fieldsOf(schema);
  for (const [name, known] of largeTypes) {
    if (![...known].every(([field, type]) => fields.get(field) === type)) continue;
    const more = Object.entries(schema.properties).filter(([field]) => !known.has(field));
    return `${name} & ${renderFields(more, schema.required ?? [], indent)}`;
  }
  return renderFields(Object.entries(schema.properties), schema.required ?? [], indent);
};

const renderFields = (fields: [string, Schema][], required: string[], indent: string): string => {
  const inner = `${indent}  `;
  const lines = fields.map(([name, field]) => {
    const mark = required.includes(name) ? '' : '?';
    const note = bounds(field);
    return `${inner}${name}${mark}: ${render(field, inner)};${note === '' ? '' : ` // ${note}`}`;
  });
  return lines.length === 0 ? '{}' : ['{', ...lines, `${indent}}`].join('\n');
};

/** What a type does not say: lengths, ranges, defaults. */
const bounds = (field: Schema): string => {
  if (typeof field === 'boolean') return '';
  const inner = field.anyOf?.find((choice) => typeof choice !== 'boolean' && choice.type !== 'null') ?? field;
  if (typeof inner === 'boolean') return '';
  const notes = [
    inner.format === 'uri' ? 'http or https' : undefined,
    inner.type === 'string' && inner.format === 'date-time' ? 'ISO 8601 with a time zone' : undefined,
    range(inner.minLength, inner.maxLength, 'characters'),
    range(inner.minItems, inner.maxItems, 'items'),
    inner.type === 'integer' ? range(inner.minimum, inner.maximum, '') : undefined,
    field.default === undefined ? undefined : `${JSON.stringify(field.default)} when left out`,
  ];
  return notes.filter((note) => note !== undefined).join('; ');
};

const range = (least: number | undefined, most: number | undefined, unit: string): string | undefined => {
  if (most === undefined || most >= Number.MAX_SAFE_INTEGER) return undefined;
  const from = least === undefined || least === 0 ? 'at most' : `${least} to`;
  return `${from} ${most}${unit === '' ? '' : ` ${unit}`}`;
};

const quoted = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));
