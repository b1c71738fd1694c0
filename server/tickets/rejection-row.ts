import type { Priority, Rejection, RejectionState } from '../../protocol/index.ts';

/** A row of `rejection` as node-postgres returns it. */
export type RejectionRow = {
  id: string;
  seq: string;
  version: string;
  event_id: string;
  ticket_id: string;
  title: string;
  reason_code: string;
  reason: string;
  rejected_by: string;
  requester: string | null;
  priority: Priority;
  occurred_at: Date;
  url: string | null;
  source: string;
  received_at: Date;
  state: RejectionState;
  assignee_id: string | null;
  acknowledged_by_id: string | null;
  acknowledged_at: Date | null;
  resolved_by_id: string | null;
  resolved_at: Date | null;
  conversation_id: string | null;
  attributes: Rejection['attributes'];
  conflicts: number;
  open_after: string | null;
  wakes_at: Date | null;
  wakes_after: number | null;
  duplicate_of_id: string | null;
  resolution: string | null;
  resolution_text: string | null;
};

const names = [
  'id',
  'seq',
  'version',
  'event_id',
  'ticket_id',
  'title',
  'reason_code',
  'reason',
  'rejected_by',
  'requester',
  'priority',
  'occurred_at',
  'url',
  'source',
  'received_at',
  'state',
  'assignee_id',
  'acknowledged_by_id',
  'acknowledged_at',
  'resolved_by_id',
  'resolved_at',
  'conversation_id',
  'attributes',
  'conflicts',
  'open_after',
  'wakes_at',
  'wakes_after',
  'duplicate_of_id',
  'resolution',
  'resolution_text',
] as const satisfies (keyof RejectionRow)[];

/**
 * The columns of {@link RejectionRow} for a select.
 * @param from an alias of `rejection`, or a value of that type in parentheses
 */
export const rejectionColumns = (from: string): string => names.map((name) => `${from}.${name}`).join(', ');

/** @returns the rejection in the contract's form */
export const toRejection = (row: RejectionRow): Rejection => ({
  id: row.id,
  seq: Number(row.seq),
  version: Number(row.version),
  eventId: row.event_id,
  ticketId: row.ticket_id,
  title: row.title,
  reasonCode: row.reason_code,
  reason: row.reason,
  rejectedBy: row.rejected_by,
  requester: row.requester,
  priority: row.priority,
  occurredAt: row.occurred_at.toISOString(),
  url: row.url,
  source: row.source,
  receivedAt: row.received_at.toISOString(),
  state: row.state,
  assigneeId: row.assignee_id,
  acknowledgedById: row.acknowledged_by_id,
  acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
  resolvedById: row.resolved_by_id,
  resolvedAt: row.resolved_at?.toISOString() ?? null,
  conversationId: row.conversation_id,
  attributes: row.attributes,
  conflicts: row.conflicts,
  openAfter: row.open_after === null ? null : Number(row.open_after),
  wakesAt: row.wakes_at?.toISOString() ?? null,
  wakesAfter: row.wakes_after,
  duplicateOfId: row.duplicate_of_id,
  outcome: row.resolution,
  outcomeText: row.resolution_text,
});
