import type { Payload } from '../../protocol/index.ts';

/** What of a payload narrows the feed. */
export type Filter = Payload<'ticket:facets'>;

/**
 * One condition for each field; a field that is not given is null. They speak of a row `r` and of the first nine
 * parameters of a statement: see {@link filterValues}.
 */
export const conditions = {
  reasonCode: '($1::text is null or r.reason_code = $1)',
  priority: '($2::text is null or r.priority = $2)',
  state: '($3::text is null or r.state = $3)',
  assigneeId: '($4::uuid is null or r.assignee_id = $4) and ($5::boolean is not true or r.assignee_id is null)',
  source: '($6::text is null or r.source = $6)',
  occurred: '($7::timestamptz is null or r.occurred_at > $7) and ($8::timestamptz is null or r.occurred_at < $8)',
  text: '($9::text is null or r.title ilike $9 or r.ticket_id ilike $9 or r.reason ilike $9)',
} as const;

/**
 * The values that {@link conditions} compare with.
 * @param actorId who is `me`
 */
export const filterValues = (actorId: string, filter: Filter): unknown[] => {
  const { assigneeId } = filter;
  return [
    filter.reasonCode ?? null,
    filter.priority ?? null,
    filter.state ?? null,
    assigneeId === 'me' ? actorId : assigneeId === 'nobody' ? null : (assigneeId ?? null),
    assigneeId === 'nobody',
    filter.source ?? null,
    filter.occurredAfter ?? null,
    filter.occurredBefore ?? null,
    filter.text === undefined ? null : `%${filter.text.replaceAll(/[\\%_]/g, '\\$&')}%`,
  ];
};
