'use client';

import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../../_live/connection/hooks.ts';
import type { TimelineItem } from '../../../_live/messages/timeline.ts';
import { useNames, usePersonName } from '../../../_people/names.ts';
import { mentionedIn, plainText } from '../_message-text/mentions.ts';

type AnnouncerProps = { id: string; items: readonly TimelineItem[]; active: boolean };

/** Reads messages of others aloud as they arrive; what was there before stays silent. */
export default function Announcer({ id, items, active }: AnnouncerProps) {
  const t = useTranslations();
  const me = useMe();
  const heard = useRef<number | null>(null);
  const [last, setLast] = useState<{ authorId: string; body: string } | null>(null);
  const { name } = usePersonName(last?.authorId ?? me.id);
  const nameOf = useNames(last ? mentionedIn(last.body) : []);
  useEffect(() => {
    if (!active) return;
    const newest = items.findLast(({ message }) => message.seq !== null)?.message;
    const seq = newest?.seq ?? 0;
    if (heard.current !== null && newest && seq > heard.current && newest.authorId !== me.id)
      setLast({ authorId: newest.authorId, body: newest.body });
    heard.current = seq;
  }, [items, active, me.id]);
  return (
    <div key={id} aria-live="polite" className="sr-only">
      {last
        ? t('chat.announce', {
            name,
            text: plainText(last.body, nameOf),
          })
        : null}
    </div>
  );
}
