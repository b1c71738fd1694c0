'use client';

import { CircleAlert, Clock, Pencil } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { LastMessage } from '../../../../protocol/index.ts';
import { useMe } from '../../../_live/connection/hooks.ts';
import { useUnsent } from '../../../_live/messages/hooks.ts';
import type { TimelineMessage } from '../../../_live/messages/timeline.ts';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { useNames, usePersonName } from '../../../_people/names.ts';
import { useDraft } from '../_composer/use-draft.ts';
import { mentionedIn, plainText } from '../_message-text/mentions.ts';

type Preview = Omit<LastMessage, 'seq'>;

/** No row shows more; what is hidden is not laid out. */
const most = 120;
const sign = 'size-3 shrink-0';

// A mention at the end may have been cut.
const whole = (text: string): string => text.replace(/<(?:@[0-9a-f-]*)?$/, '…');

const previewOf = ({ authorId, body, createdAt }: TimelineMessage): Preview => ({
  authorId,
  text: body.slice(0, most),
  at: createdAt,
  deleted: false,
});

const Last = ({ message, isDirect }: { message: Preview; isDirect: boolean }) => {
  const t = useTranslations();
  const me = useMe();
  const { name } = usePersonName(message.authorId);
  const text = plainText(whole(message.text), useNames(mentionedIn(message.text)));
  if (message.deleted) return <span className="truncate italic">{t('message.deleted')}</span>;
  if (message.authorId === me.id)
    return <span className="truncate">{t('list.line', { name: t('people.you'), text })}</span>;
  return <span className="truncate">{isDirect ? <bdi>{text}</bdi> : t('list.line', { name, text })}</span>;
};

/** What there is to know of a conversation at a glance: what is left to do comes before what was said. */
export const LastLine = ({ conversation, isOpen }: { conversation: LiveConversation; isOpen: boolean }) => {
  const { id, last } = conversation;
  const t = useTranslations('list');
  const [draft] = useDraft(id);
  const unsent = useUnsent(id);
  if (unsent.some(({ state }) => state === 'failed'))
    return (
      <>
        <CircleAlert className={`${sign} text-danger-ink`} aria-hidden />
        <span className="truncate text-danger-ink">{t('failed')}</span>
      </>
    );
  if (!isOpen && draft.text.trim() !== '')
    return (
      <>
        <Pencil className={`${sign} text-accent-ink`} aria-hidden />
        <span className="truncate">{t('draft', { text: draft.text.slice(0, most) })}</span>
      </>
    );
  const waiting = unsent.at(-1);
  if (waiting)
    return (
      <>
        <Clock className={sign} aria-hidden />
        <Last message={previewOf(waiting.message)} isDirect />
      </>
    );
  return last ? <Last message={last} isDirect={conversation.kind === 'direct'} /> : null;
};
