'use client';

import { useTranslations } from 'use-intl';
import { useLive } from '../../../_live/core/hooks.ts';
import { useUnsent } from '../../../_live/messages/hooks.ts';
import type { TimelineItem } from '../../../_live/messages/timeline.ts';
import { useNames } from '../../../_people/names.ts';
import { Button } from '../../../_ui/button.tsx';
import { toast } from '../../../_ui/toast.ts';
import { SendElsewhere } from '../_elsewhere/send-elsewhere.tsx';
import { mentionedIn } from '../_message-text/mentions.ts';
import { nothingWritten, toWritten, type Written } from '../_message-text/written.ts';
import { useDraft } from './use-draft.ts';

type KeptProps = { written: Written; from: string; onDiscard: () => void };

const Kept = ({ written, from, onDiscard }: KeptProps) => {
  const t = useTranslations();
  const copy = () => void navigator.clipboard.writeText(written.text).then(() => toast.success(t('app.copied')));
  return (
    <li className="flex flex-col gap-2 rounded-md border border-line bg-panel px-3 py-2 text-left">
      <p dir="auto" className="wrap-anywhere max-h-40 overflow-y-auto whitespace-pre-wrap text-message">
        {written.text}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button size="sm" onClick={copy}>
          {t('actions.copy')}
        </Button>
        <SendElsewhere size="sm" written={written} from={from} onCarried={onDiscard} />
        <Button kind="ghost" size="sm" onClick={onDiscard}>
          {t('actions.discard')}
        </Button>
      </div>
    </li>
  );
};

const KeptMessage = ({ item }: { item: TimelineItem }) => {
  const live = useLive();
  const { body, clientId, conversationId } = item.message;
  const nameOf = useNames(mentionedIn(body));
  return <Kept written={toWritten(body, nameOf)} from={conversationId} onDiscard={() => live.discard(clientId)} />;
};

/**
 * What was written for a conversation in which nothing can be written any more: it can be taken along.
 * @param isDraftAlone what was sent and refused is shown elsewhere
 */
export default function KeptText({ id, isDraftAlone = false }: { id: string; isDraftAlone?: boolean }) {
  const t = useTranslations('chat');
  const [draft, setDraft] = useDraft(id);
  const items = useUnsent(id);
  const unsent = isDraftAlone ? [] : items;
  if (draft.text.trim() === '' && unsent.length === 0) return null;
  return (
    <ul aria-label={t('archivedKept')} className="flex w-full flex-col gap-2">
      {unsent.map((item) => (
        <KeptMessage key={item.key} item={item} />
      ))}
      {draft.text.trim() === '' ? null : <Kept written={draft} from={id} onDiscard={() => setDraft(nothingWritten)} />}
    </ul>
  );
}
