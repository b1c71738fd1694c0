import { z } from 'zod';
import {
  Attachment,
  type ClientEventName,
  ContractError,
  Conversation,
  clientEvents,
  Id,
  LogPosition,
  Me,
  Message,
  Person,
  PresenceState,
  Priority,
  Reaction,
  Rejection,
  RejectionState,
  type ServerEventName,
  serverEvents,
  TicketEvent,
  TicketSource,
  Timestamp,
} from '../../../protocol/index.ts';

/** Schemas that are described once and then called by name. */
export const named = {
  ...{ Id, Timestamp, LogPosition, Me, Person, PresenceState, Conversation, Message, Attachment, Reaction },
  ...{ Priority, RejectionState, TicketSource, Rejection, TicketEvent },
} satisfies Record<string, z.ZodType>;

export type JsonSchema = z.core.JSONSchema.JSONSchema;

export const clientEventNames = Object.keys(clientEvents) as ClientEventName[];
export const serverEventNames = Object.keys(serverEvents) as ServerEventName[];

/** @returns a name as programming languages write those of types: `message:send` becomes `MessageSend` */
export const typeName = (name: string): string =>
  name.replaceAll(/(?:^|[:-])(\w)/g, (_, letter) => letter.toUpperCase());

/** Whatever may be in an answer or an event, by the name it gets; what two of them share has one. */
const answers = new Map<z.ZodType, string>([
  ...Object.entries(named).map(([name, schema]) => [schema, name] as const),
  [ContractError, 'ContractError'],
]);
for (const name of clientEventNames) {
  const { data } = clientEvents[name];
  if (!answers.has(data)) answers.set(data, `${typeName(name)}Data`);
}
for (const name of serverEventNames) {
  const { payload } = serverEvents[name];
  if (!answers.has(payload)) answers.set(payload, `${typeName(name)}Event`);
}

/** @returns the name of the schema of what an event answers */
export const dataName = (name: ClientEventName): string => answers.get(clientEvents[name].data) ?? '';
/** @returns the name of the schema of what a server event holds */
export const eventName = (name: ServerEventName): string => answers.get(serverEvents[name].payload) ?? '';
/** @returns the name of the schema of what an event takes */
export const payloadName = (name: ClientEventName): string => `${typeName(name)}Payload`;

type Context = { jsonSchema: z.core.JSONSchema.BaseSchema };

/** The format says the same as the pattern, and can be read. */
const readable = ({ jsonSchema }: Context): void => {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
};

/** Later versions add fields to what they answer: whoever reads it must not mind. */
const tolerant = (context: Context): void => {
  readable(context);
  if (context.jsonSchema.additionalProperties === false) delete context.jsonSchema.additionalProperties;
};

const withoutPlace = ({ $schema: _schema, $id: _id, ...schema }: JsonSchema): JsonSchema => schema;

/**
 * The contract as JSON Schema 2020-12.
 * @param place what a reference to one of them begins with
 * @returns by name: what each event takes and answers, what server events hold, and what is in them
 */
export const contractSchemas = (place: string): Record<string, JsonSchema> => {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of answers) registry.add(schema, { id });
  const uri = (id: string) => `${place}${id}`;
  const { schemas } = z.toJSONSchema(registry, { io: 'output', unrepresentable: 'any', uri, override: tolerant });
  const payloads = clientEventNames.map((name) => {
    const { payload } = clientEvents[name];
    const schema = z.toJSONSchema(payload, { io: 'input', unrepresentable: 'any', override: readable });
    return [payloadName(name), schema] as const;
  });
  const all = [...Object.entries(schemas as Record<string, JsonSchema>), ...payloads];
  return Object.fromEntries(all.map(([name, schema]) => [name, withoutPlace(schema)]));
};

const place = '#/$defs/';

/** Every event of the contract, for bots in whatever language. */
export const eventSchemas = () => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'What a client may ask of Switchboard, and what it says',
  clientEvents: Object.fromEntries(
    clientEventNames.map((name) => {
      const { says, access, budget, dear, needs } = clientEvents[name];
      const schemas = { payload: { $ref: place + payloadName(name) }, data: { $ref: place + dataName(name) } };
      return [name, { says, access, budget, ...(dear && { dear }), ...(needs && { needs }), ...schemas }];
    }),
  ),
  serverEvents: Object.fromEntries(
    serverEventNames.map((name) => [
      name,
      { says: serverEvents[name].says, payload: { $ref: place + eventName(name) } },
    ]),
  ),
  $defs: contractSchemas(place),
});
