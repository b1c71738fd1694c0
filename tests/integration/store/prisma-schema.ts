/** What `prisma/schema.prisma` says a database looks like, in PostgreSQL's words. */
export type Table = {
  /** column → type, "not null" and whether it has a default */
  columns: Record<string, string>;
  /** name of the index → its columns, and whether it is unique */
  indexes: Record<string, string>;
  /** column → the table it refers to, and what happens when that row goes */
  references: Record<string, string>;
};

const scalarTypes: Record<string, string> = {
  ...{ String: 'text', Boolean: 'boolean', Int: 'integer', BigInt: 'bigint', Json: 'jsonb', Bytes: 'bytea' },
  DateTime: 'timestamp(3) without time zone',
};
const nativeTypes: Record<string, string> = {
  ...{ Uuid: 'uuid', Json: 'json' },
  'Timestamptz(3)': 'timestamp(3) with time zone',
};

type Field = { name: string; type: string; optional: boolean; attributes: string };
type Model = { name: string; table: string; fields: Field[]; blocks: string[] };

const mapped = (attributes: string) => /@map\("([^"]+)"\)/.exec(attributes)?.[1];

const parseModel = (name: string, body: string): Model => {
  const lines = body
    .split('\n')
    .map((line) => line.replace(/\/\/.*$/, '').trim())
    .filter((line) => line !== '');
  const blocks = lines.filter((line) => line.startsWith('@@'));
  const fields = lines
    .filter((line) => !line.startsWith('@@'))
    .map((line): Field => {
      const match = /^(\w+)\s+(Unsupported\("\w+"\)|\w+(?:\[\])?)(\?)?\s*(.*)$/.exec(line);
      if (match === null) throw new Error(`schema.prisma: cannot read "${line}"`);
      return { name: match[1] ?? '', type: match[2] ?? '', optional: match[3] === '?', attributes: match[4] ?? '' };
    });
  return { name, table: /@@map\("([^"]+)"\)/.exec(body)?.[1] ?? name, fields, blocks };
};

const columnOf = (field: Field) => mapped(field.attributes) ?? field.name;

const typeOf = ({ type, attributes }: Field): string => {
  const unsupported = /^Unsupported\("(\w+)"\)$/.exec(type)?.[1];
  const native = /@db\.(\w+(?:\(\d+\))?)/.exec(attributes)?.[1];
  const [one = '', list = ''] = /^(.*?)(\[\])?$/.exec(type)?.slice(1) ?? [];
  const sql = unsupported ?? (native === undefined ? scalarTypes[one] : nativeTypes[native]);
  if (sql === undefined) throw new Error(`schema.prisma: no PostgreSQL type for ${type} ${attributes}`);
  return sql + list;
};

const columnsNamed = (model: Model, names: string): string[] =>
  names.split(',').map((name) => {
    const field = model.fields.find((candidate) => candidate.name === name.trim());
    if (field === undefined) throw new Error(`schema.prisma: ${model.name} has no field ${name}`);
    return columnOf(field);
  });

const indexesOf = (model: Model): Record<string, string> => {
  const indexes: Record<string, string> = {};
  const add = (kind: string, columns: string[]) => {
    const name =
      kind === 'id'
        ? `${model.table}_pkey`
        : `${model.table}_${columns.join('_')}_${kind === 'unique' ? 'key' : 'idx'}`;
    indexes[name] = `${kind === 'index' ? 'index' : 'unique index'} (${columns.join(', ')})`;
  };
  for (const field of model.fields) {
    if (/@id\b/.test(field.attributes)) add('id', [columnOf(field)]);
    if (/@unique\b/.test(field.attributes)) add('unique', [columnOf(field)]);
  }
  for (const block of model.blocks) {
    const [, kind, names] = /^@@(id|unique|index)\(\[([^\]]+)\]/.exec(block) ?? [];
    if (kind !== undefined && names !== undefined) add(kind, columnsNamed(model, names));
  }
  return indexes;
};

const toTable = (model: Model, models: Map<string, Model>): Table => {
  const isRelation = ({ type }: Field) => models.has(type.replace('[]', ''));
  const table: Table = { columns: {}, indexes: indexesOf(model), references: {} };
  for (const field of model.fields.filter((candidate) => !isRelation(candidate))) {
    const hasDefault = /@default\(/.test(field.attributes);
    table.columns[columnOf(field)] =
      `${typeOf(field)}${field.optional ? '' : ' not null'}${hasDefault ? ' default' : ''}`;
  }
  for (const field of model.fields.filter(isRelation)) {
    const [, own] = /fields: \[(\w+)\]/.exec(field.attributes) ?? [];
    if (own === undefined) continue;
    const [column = ''] = columnsNamed(model, own);
    const onDelete = /onDelete: (\w+)/.exec(field.attributes)?.[1];
    table.references[column] = `${models.get(field.type)?.table} on delete ${onDelete?.toLowerCase()}`;
  }
  return table;
};

/** @returns table → what it should look like */
export const parsePrismaSchema = (schema: string): Record<string, Table> => {
  const found = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) =>
    parseModel(name, body),
  );
  const models = new Map(found.map((model) => [model.name, model]));
  return Object.fromEntries(found.map((model) => [model.table, toTable(model, models)]));
};
