'use client';

import { useMemo } from 'react';
import { useUnsent } from '../../../_live/messages/hooks.ts';
import { isSameDay } from '../../../_ui/moments.ts';
import { MessageRow } from './message-row.tsx';
import { rowsOf } from './rows.ts';

const oldest: ReadonlySet<string> = new Set();
const notYet = () => undefined;

/** What waits to be sent, while the conversation itself is not here: after a reload without a connection. */
export const Unsent = ({ id }: { id: string }) => {
  const items = useUnsent(id);
  const rows = useMemo(() => rowsOf(items, { firstNewSeq: null, hasOlder: true, oldest, isSameDay }), [items]);
  if (rows.length === 0) return null;
  return (
    <ol>
      {rows.map((row, place) => (
        <li key={row.item.key}>
          <MessageRow
            {...row}
            place={place}
            original={undefined}
            readers={undefined}
            canWrite={false}
            onReply={notYet}
            onJump={notYet}
          />
        </li>
      ))}
    </ol>
  );
};
