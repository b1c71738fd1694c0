/**
 * What is unread after a member's mark, as SQL about `member m` and `conversation c`, without reading a message: of the
 * messages after the mark those that were deleted, and those that were read elsewhere or are one's own, do not count.
 * One's own are before the mark, because it follows what one sends; where it went back they are in the ranges.
 */
export const unreadMessages = `case when c.archived_at is not null or c.last_seq <= m.read_seq then 0 else
  c.last_seq - m.read_seq
  - (select coalesce(sum(upper(r) - lower(r)), 0) from unnest(m.read_ranges) r)
  - (select count(*) from message t where t.conversation_id = c.id and t.deleted_at is not null
      and t.seq > m.read_seq and not m.read_ranges @> t.seq) end`;

/** Mentions of the member after their mark, likewise; they count in archived rooms, too. */
export const unreadMentions = `(select count(*) from mention n where n.user_id = m.user_id and n.conversation_id = c.id
  and n.seq > m.read_seq and not m.read_ranges @> n.seq)`;
