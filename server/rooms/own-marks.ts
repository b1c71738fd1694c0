import type { OlderEvent } from '../engine/log/kinds.ts';
import type { PersonalSource } from '../me/index.ts';
import { conversationWithHead } from './conversation-row.ts';
import { unreadMentions, unreadMessages } from './unread.ts';

/**
 * Read marks, as entries of the logs of their people. Each stays in its row of `member`, where what is unread is counted, and has
 * its version there: what it comes to is read with it, at the version of its conversation.
 */
export const ownMarks: PersonalSource = {
  changes: `
    select 'read:' || m.conversation_id as id, m.version,
      json_build_object('read', json_build_object(
        'conversationId', m.conversation_id, 'readTurn', m.read_turn, 'readSeq', m.read_seq,
        'unread', ${unreadMessages}, 'mentions', ${unreadMentions}, 'lastSeq', c.last_seq, 'version', c.last_version
      )) as content,
      false as deleted
    from (
      select * from member m where m.user_id = p.user_id and m.version > p.after and m.version > 0
      order by m.version limit p.most
    ) m
    cross join lateral (${conversationWithHead} where c.id = m.conversation_id limit 1) c`,
  older: (userId, entries) =>
    entries.flatMap(({ content: { read } }): OlderEvent[] => {
      if (read === undefined) return [];
      const { conversationId, ...state } = read;
      return [{ event: 'read', payload: { conversationId, userId, seq: state.readSeq, state } }];
    }),
  moved: `
    select m.user_id as person, m.version from member m where m.xid >= $1::text::xid8 and m.xid < $2::text::xid8`,
};
