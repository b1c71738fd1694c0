import { Hook, type HookDelivery } from '../../protocol/index.ts';

/** Columns of {@link HookRow}, for a select from `hook h`. */
export const hookColumns = `
  h.id, h.direction, h.name, h.conversation_id as "conversationId", h.ticket_source as "ticketSource", h.keeper_id as "keeperId",
  h.bot_id as "botId", h.mentions, h.url, h.off_reason as "offReason", h.error, h.failing_since as "failingSince",
  h.next_attempt_at as "nextAttemptAt", h.off_at as "offAt", h.created_at as "createdAt", h.last_used_at as "lastUsedAt"`;

/** A row of `hook` as node-postgres returns it. */
export type HookRow = Pick<
  Hook,
  'id' | 'name' | 'conversationId' | 'ticketSource' | 'keeperId' | 'botId' | 'mentions' | 'url' | 'error'
> & {
  direction: string;
  offReason: string | null;
  offAt: Date | null;
  failingSince: Date | null;
  nextAttemptAt: Date | null;
  createdAt: Date;
  lastUsedAt: Date | null;
};

const stateOf = ({ offAt, failingSince }: HookRow): Hook['state'] => {
  if (offAt !== null) return 'off';
  return failingSince === null ? 'on' : 'failing';
};

/** @returns the hook in the contract's form */
export const toHook = (row: HookRow): Hook => {
  const { offAt: _, ...hook } = row;
  return Hook.parse({
    ...hook,
    state: stateOf(row),
    failingSince: row.failingSince?.toISOString() ?? null,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  });
};

/** Columns of {@link DeliveryRow}, for a select from `hook_delivery d`. */
export const deliveryColumns = `
  d.id, d.hook_id as "hookId", d.entry_id as "entryId", d.version, d.created_at as "createdAt", d.tried_at as "triedAt", d.attempts,
  d.delivered, d.status, d.error, d.milliseconds`;

export type DeliveryRow = Omit<HookDelivery, 'version' | 'createdAt' | 'triedAt'> & {
  version: string;
  createdAt: Date;
  triedAt: Date;
};

export const toDelivery = (row: DeliveryRow): HookDelivery => ({
  ...row,
  version: Number(row.version),
  createdAt: row.createdAt.toISOString(),
  triedAt: row.triedAt.toISOString(),
});
