import type { Conversation } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { createLookUp } from '../engine/store/look-up.ts';
import {
  type ConversationRow,
  conversationColumns,
  conversationWithHead,
  strangersColumns,
  toConversation,
} from './conversation-row.ts';

// Two statements and not one with a condition that may be null: a plan that is kept must answer by an index either way.
// "lateral … limit 1" is a look-up for each row; a join would let the planner read all conversations instead.
const readAll = `
  select ${conversationColumns}
  from member m
  cross join lateral (${conversationWithHead} where c.id = m.conversation_id limit 1) c
  where m.user_id = any ($1::uuid[])
  order by c.id`;

const readThese = `
  select ${conversationColumns}
  from unnest($2::uuid[]) w (id)
  cross join lateral (${conversationWithHead} where c.id = w.id limit 1) c
  cross join lateral (select * from member m where m.conversation_id = w.id and m.user_id = any ($1::uuid[]) offset 0) m
  order by c.id`;

const readFromOutside = `select $1::uuid as viewer, ${strangersColumns} from (${conversationWithHead} where c.id = $2) c`;

const byViewer = (rows: ConversationRow[]): Map<string, Conversation[]> => {
  const views = new Map<string, Conversation[]>();
  for (const row of rows) {
    const view = views.get(row.viewer);
    if (view === undefined) views.set(row.viewer, [toConversation(row)]);
    else view.push(toConversation(row));
  }
  return views;
};

/** Somebody in thousands of conversations shares the query, and so the wait, with no more than these. */
const maxViewers = 100;

/** Conversations as their members see them. One query, whatever the number of conversations or viewers. */
export class ConversationView {
  readonly #database: Database;
  /** @returns all conversations of a person */
  readonly all: (viewerId: string) => Promise<Conversation[]>;

  constructor(database: Database) {
    this.#database = database;
    this.all = createLookUp(async (viewerIds) => {
      const views = byViewer(await this.#database.query<ConversationRow>('conversations_all', readAll, [viewerIds]));
      return viewerIds.map((id) => views.get(id) ?? []);
    }, maxViewers);
  }

  /** @returns the conversation, or null when the viewer is not a member of it */
  async one(viewerId: string, conversationId: string): Promise<Conversation | null> {
    const row = (await this.#these([viewerId], [conversationId]))[0];
    return row ? toConversation(row) : null;
  }

  /** @returns the conversation as it is for somebody who may know of it and is not a member, or null when there is none */
  async fromOutside(viewerId: string, conversationId: string): Promise<Conversation | null> {
    const rows = await this.#database.query<ConversationRow>('conversation_outside', readFromOutside, [
      viewerId,
      conversationId,
    ]);
    return rows[0] ? toConversation(rows[0]) : null;
  }

  /** @returns viewer → that viewer's conversations among the given ones */
  async several(viewerIds: string[], conversationIds: string[]): Promise<Map<string, Conversation[]>> {
    return byViewer(await this.#these(viewerIds, conversationIds));
  }

  async #these(viewerIds: string[], conversationIds: string[]): Promise<ConversationRow[]> {
    return this.#database.query<ConversationRow>('conversations_these', readThese, [viewerIds, conversationIds]);
  }
}
