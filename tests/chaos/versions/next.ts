import type { Edit } from './edits.ts';

/**
 * What a next version could bring, of each sort of which old and new may differ: a field of a send that changes what is stored,
 * with its column; a word in what the server says, in one that travels over Redis, and in a column; an event of clients and one
 * of the server. Code that a feature would really write, as short as it goes.
 */
const importance: Edit[] = [
  {
    file: 'protocol/version.ts',
    find: /(export const since[^=]*= \{)/,
    put: `$1 'message:send': { importance: contractVersion }, `,
  },
  {
    file: 'protocol/messages.ts',
    find: /^/,
    put: `import { oneOf as oneOfWords } from './primitives.ts';\nconst importances = ['normal', 'high'];\n`,
  },
  {
    file: 'protocol/messages.ts',
    find: '  attachmentIds: z.array(Id).max(limits.attachmentsPerMessage).optional(),\n',
    put: `  attachmentIds: z.array(Id).max(limits.attachmentsPerMessage).optional(),\n  importance: z.enum(importances).optional(),\n  typedOn: z.string().optional(),\n`,
  },
  {
    file: 'protocol/messages.ts',
    find: '  attachments: z.array(Attachment),\n',
    put: `  attachments: z.array(Attachment),\n  importance: oneOfWords(importances, 'normal').default('normal'),\n`,
  },
  ...['append_new_messages', 'append_messages'].flatMap((name): Edit[] => {
    const file = `prisma/functions/${name}.sql`;
    return [
      { file, find: /^-- \d+\n/, put: '-- 1000\n' },
      { file, find: 'thread_id, content, created_at)', put: 'thread_id, content, importance, created_at)' },
      { file, find: /([tp])\.content, (made_at|p\.at)/, put: `$1.content, $1.content->>'importance', $2` },
    ];
  }),
  {
    file: 'server/messages/message-row.ts',
    find: 'm.content, ',
    put: 'm.content, m.importance, ',
  },
  {
    file: 'server/messages/message-row.ts',
    find: '  ...shownOf(row.content),\n',
    put: `  ...shownOf(row.content),\n  importance: row.importance ?? 'normal',\n`,
  },
  {
    file: 'server/messages/send.ts',
    find: '  ...shownOf(send.content),\n',
    put: `  ...shownOf(send.content),\n  importance: send.content?.importance ?? 'normal',\n`,
  },
  {
    file: 'server/messages/messages.ts',
    find: '      content: null,\n',
    put: `      content: payload.importance === 'high' ? { importance: 'high' } : null,\n`,
  },
  {
    file: 'app/_live/core/outbox/methods.ts',
    find: '{ replyToId, attachmentIds = [] } = {}',
    put: '{ replyToId, importance, attachmentIds = [] } = {}',
  },
  {
    file: 'app/_live/core/outbox/methods.ts',
    find: 'attachmentIds: [...attachmentIds] };',
    put: 'attachmentIds: [...attachmentIds], importance };',
  },
  {
    file: 'app/_live/core/outbox/entry.ts',
    find: `  status: z.enum(['pending', 'failed']),\n`,
    put: `  status: z.enum(['pending', 'failed']),\n  importance: z.string().optional(),\n`,
  },
  {
    file: 'app/_live/core/outbox/entries.ts',
    find: 'body, replyToId, attachmentIds } = entry;',
    put: 'body, replyToId, attachmentIds, importance } = entry;',
  },
  {
    file: 'app/_live/core/outbox/entries.ts',
    find: '      ...(replyToId ? { replyToId } : {}),\n',
    // What is not stored is said to everybody, and dropped by whoever does not know it.
    put: `      ...(replyToId ? { replyToId } : {}),\n      ...(importance ? { importance } : {}),\n      typedOn: 'phone',\n`,
  },
];

const words: Edit[] = [
  {
    file: 'protocol/rejections.ts',
    find: `z.enum(['low', 'normal', 'high', 'urgent'])`,
    put: `z.enum(['low', 'normal', 'high', 'urgent', 'blocker'])`,
  },
  {
    file: 'server/sources/event.ts',
    find: 'event: { ...event, attributes',
    put: `event: { ...event, ...(event.title.includes('7th') && { priority: 'blocker' }), attributes`,
  },
  {
    file: 'server/engine/presence/presence.ts',
    find: `oneOf(['online', 'away', 'offline'], 'online')`,
    put: `oneOf(['online', 'busy', 'away', 'offline'], 'online')`,
  },
  {
    file: 'server/engine/presence/presence.ts',
    find: `[id, stateOf(this.#own.get(id))] as const`,
    put: `[id, stateOf(this.#own.get(id)).replace('online', 'busy') as PresenceState] as const`,
  },
  {
    file: 'server/engine/presence/presence.ts',
    find: `instance.people.set(userId, state)`,
    put: `instance.people.set(userId, state === 'busy' ? 'online' : state)`,
  },
];

const waving: Edit[] = [
  {
    file: 'protocol/messages.ts',
    find: 'export const messageEvents = {\n',
    put: `export const messageEvents = {
  'message:wave': defineEvent({
    access: 'member',
    budget: 'signal',
    needs: 'connection',
    payload: z.object({ conversationId: Id }),
    data: z.object({ waved: z.boolean() }),
    says: 'Waves to the others.',
  }),\n`,
  },
  {
    file: 'protocol/messages.ts',
    find: 'export const messageServerEvents = {\n',
    put: `export const messageServerEvents = {
  wave: defineServerEvent({
    announced: true,
    payload: z.object({ conversationId: Id, userId: Id }),
    says: 'Somebody waves.',
  }),\n`,
  },
  {
    file: 'server/messages/handlers.ts',
    find: `  'message:send': (`,
    put: `  'message:wave': async ({ me, connection }, { conversationId }) => {
    const waved = connection.hears(conversationId);
    if (waved) connection.sayTyping({ conversationId, userId: me.id, wave: true });
    return { ok: true, data: { waved } };
  },
  'message:send': (`,
  },
  {
    file: 'server/doors/socketio/dispatch.ts',
    find: `    others.volatile.emit('typing', event);\n`,
    put: `    const { wave, ...said } = event;\n    if (wave) others.emit('wave', said);\n    else others.volatile.emit('typing', said);\n`,
  },
];

/** The next version; its migration is in migration.sql beside this file. */
export const nextVersion = (contract: number): Edit[] => [
  {
    file: 'protocol/version.ts',
    find: `contractVersion: number = ${contract};`,
    put: `contractVersion: number = ${contract + 1};`,
  },
  ...importance,
  ...words,
  ...waving,
];

/** The one after it, which speaks with nobody who is older: their pages have to load themselves anew. */
export const lastVersion = (contract: number): Edit[] => [
  ...nextVersion(contract),
  {
    file: 'protocol/version.ts',
    find: /oldestContract: number = \d+;/,
    put: 'oldestContract: number = contractVersion;',
  },
];
