import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type ClientEventName, clientEvents, type PayloadInput } from '../../protocol/index.ts';
import { sampleRejections } from '../../server/sources/sample-events.ts';

/** What the payloads of one call point to. */
export type Things = {
  /** A private room, of which the caller may or may not be a member. */
  conversationId: string;
  /** A public room of which the caller is no member. */
  publicRoomId: string;
  /** A message in the private room, by the member. */
  messageId: string;
  /** Another member of the private room. */
  companionId: string;
  /** Somebody who is in no conversation. */
  friendId: string;
  adminId: string;
  rejectionId: string;
  /** Another ticket, and a note of the caller's on the first, by its version. */
  originalId: string;
  noteVersion: string;
  /** An open invitation by the caller. */
  invitationId: string;
  /** A bot of the caller's, and a token of theirs. */
  botId: string;
  tokenId: string;
  /** An incoming webhook that the caller made, and something that it has sent. */
  hookId: string;
  deliveryId: string;
  /** A file that the caller had written of what is their own. */
  exportId: string;
  /** Somebody whose account nobody needs. */
  leaverId: string;
  /** A letter that could not be sent so far. */
  letterId: string;
  /** Something that could not be read, and what was done with such. */
  deadLetterId: string;
  runId: string;
  /** What a named source of HTTP is known by. */
  sourceKey: string;
};

/** What a schema cannot say, or where more than it demands is worth a try. */
const special: { [E in ClientEventName]?: (things: Things) => PayloadInput<E> } = {
  'conversation:create': ({ friendId }) => ({
    kind: 'room',
    name: 'New',
    visibility: 'private',
    memberIds: [friendId],
  }),
  'conversation:join': ({ publicRoomId }) => ({ conversationId: publicRoomId }),
  'conversation:update': ({ conversationId }) => ({ conversationId, name: 'Renamed', topic: 'Changed' }),
  'conversation:invite': ({ conversationId, friendId }) => ({ conversationId, memberIds: [friendId] }),
  'invitation:send': () => ({ emails: [`${randomUUID()}@example.com`] }),
  'conversation:browse': () => ({ query: 'room', after: 'A', limit: 5 }),
  'message:history': ({ conversationId }) => ({ conversationId, beforeSeq: 9, limit: 5 }),
  'message:changes': ({ conversationId }) => ({ conversationId, afterVersion: 0, limit: 5 }),
  'message:react': ({ messageId }) => ({ messageId, emoji: '👍', on: true }),
  'message:search': () => ({ query: 'Hello', limit: 5 }),
  'people:list': () => ({ query: 'a', limit: 5 }),
  'ticket:list': () => ({ before: 9, text: 'x', limit: 5 }),
  'ticket:changes': () => ({ afterVersion: 0, limit: 5 }),
  'ticket:get': ({ rejectionId }) => ({ rejectionId }),
  'ticket:facets': () => ({ text: 'x', assigneeId: 'nobody' }),
  'ticket:assignees': () => ({ query: 'a', limit: 5 }),
  'ticket:reopen': ({ rejectionId }) => ({ rejectionId, as: 'open' }),
  'ticket:snooze': ({ rejectionId }) => ({ rejectionId, times: 3 }),
  'ticket:resolve': ({ rejectionId }) => ({ rejectionId, outcome: 'other', text: 'Said' }),
  'ticket:note-change': ({ rejectionId, noteVersion }) => ({
    ...{ rejectionId, clientId: randomUUID(), note: Number(noteVersion) || 1, text: 'changed' },
  }),
  'ticket:cards': ({ rejectionId }) => ({ ids: [rejectionId] }),
  'ticket:configure': () => ({ acknowledgeHours: 4 }),
  'account:list': () => ({ query: 'a', limit: 5 }),
  'account:update': ({ friendId }) => ({ userId: friendId, role: 'handler' }),
  'account:delete': ({ leaverId }) => ({ userId: leaverId, messages: 'kept' }),
  'export:create': () => ({ roomId: null }),
  'room:list': () => ({ query: 'room', limit: 5 }),
  'room:update': ({ publicRoomId }) => ({ roomId: publicRoomId, archived: true }),
  'audit:list': ({ adminId }) => ({ actorId: adminId, limit: 5 }),
  'token:create': ({ botId }) => ({ name: 'for a test', scopes: ['read', 'write'], botId }),
  'hook:create': ({ conversationId }) => ({ direction: 'incoming', name: 'Hook', conversationId }),
  'dead-letter:mend': ({ deadLetterId }) => ({ deadLetterId, text: JSON.stringify(sampleRejections(1)[0]) }),
  'dead-letter:discard': ({ deadLetterId }) => ({ selection: { ids: [deadLetterId] }, reason: 'a test' }),
  'dead-letter:retry': () => ({ selection: { all: true } }),
  'dead-letter:restore': () => ({ selection: { all: true } }),
  'dead-letter:preview': () => ({ selection: { all: true } }),
  'source:create': () => ({ key: `s-${randomUUID().slice(0, 8)}`, name: 'Desk', place: { kind: 'http' } }),
  'source:update': ({ sourceKey }) => ({ key: sourceKey, version: 1, name: 'Renamed', place: { kind: 'http' } }),
  'source:rotate': ({ sourceKey }) => ({ key: sourceKey }),
  'source:end': ({ sourceKey }) => ({ key: sourceKey }),
  'source:try': ({ sourceKey }) => ({ key: sourceKey, mapping: '$' }),
  'source:expect': () => ({
    source: 'http',
    expected: { minutes: 30, days: [1, 2], from: '08:00', to: '18:00', timeZone: 'Europe/Berlin' },
  }),
  'source:rhythm': () => ({ source: 'http', timeZone: 'Europe/Berlin' }),
  'cluster:retry': () => ({ follower: 'search' }),
};

type Schema = z.core.JSONSchema._JSONSchema;

/** Whom or what a field points to, by its name; a field that names nothing of these gets an id of its own. */
const idFor = (field: string, things: Things): string => {
  const named: Record<string, string> = {
    ...things,
    memberId: things.companionId,
    userId: things.friendId,
    assigneeId: things.adminId,
  };
  return named[field] ?? randomUUID();
};

/** What may stand in a field: an id by the field's name, else something of its type. */
const valueFor = (schema: Schema, field: string, things: Things): unknown => {
  if (typeof schema === 'boolean') return null;
  const choice = (schema.oneOf ?? schema.anyOf)?.[0];
  if (choice !== undefined) return valueFor(choice, field, things);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'array') {
    const items = Array.isArray(schema.items) ? schema.items[0] : schema.items;
    return [valueFor(items ?? true, field.replace(/s$/, ''), things)];
  }
  if (schema.type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {})
        .filter(([name]) => schema.required?.includes(name))
        .map(([name, inner]) => [name, valueFor(inner, name, things)]),
    );
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(1, schema.minimum ?? 1);
  if (schema.type === 'boolean') return true;
  if (schema.format === 'uuid') return idFor(field, things);
  if (schema.format === 'date-time') return '2026-01-02T03:04:05.678Z';
  return 'text';
};

const madeFor = (event: ClientEventName, things: Things): object => {
  const schema = z.toJSONSchema(clientEvents[event].payload, { io: 'input', unrepresentable: 'any' });
  return valueFor(schema, '', things) as object;
};

/** A payload that is right, for every event of the contract: made from its schema unless something is said above. */
export const payloads = Object.fromEntries(
  (Object.keys(clientEvents) as ClientEventName[]).map((event) => [event, special[event] ?? madeFor.bind(null, event)]),
) as unknown as { [E in ClientEventName]: (things: Things) => PayloadInput<E> };

/** Features that come later: whoever may ask is answered `not_found`. */
export const later: ReadonlySet<ClientEventName> = new Set(['message:search']);

/** Things that do not exist, to compare answers with. */
export const noThings = (real: Things): Things => ({
  ...real,
  conversationId: randomUUID(),
  publicRoomId: randomUUID(),
  messageId: randomUUID(),
  rejectionId: randomUUID(),
  originalId: randomUUID(),
  noteVersion: '1',
  invitationId: randomUUID(),
  exportId: randomUUID(),
  leaverId: randomUUID(),
  botId: randomUUID(),
  tokenId: randomUUID(),
  hookId: randomUUID(),
  deliveryId: randomUUID(),
  letterId: randomUUID(),
  deadLetterId: randomUUID(),
  runId: randomUUID(),
  sourceKey: 'nothing-here',
});
