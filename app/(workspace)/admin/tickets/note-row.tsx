'use client';

import { Pencil, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Rejection, TimelineItem } from '../../../../protocol/index.ts';
import { lengthOf } from '../../../../protocol/length.ts';
import { limits } from '../../../../protocol/limits.ts';
import { useMe } from '../../../_live/connection/hooks.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import { idMaker } from '../../../_live/core/ids.ts';
import { usePersonName } from '../../../_people/names.ts';
import { Button } from '../../../_ui/button.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { later } from '../../../_ui/later.tsx';
import { LengthNote } from '../../../_ui/length-note.tsx';
import { toast } from '../../../_ui/toast.ts';
import { When } from '../../../_ui/when.tsx';
import { MessageText } from '../../chat/_message-text/message-text.tsx';

const Confirm = later(() => import('../../../_ui/confirm.tsx'));
const newId = idMaker(Date.now);

type NoteRowProps = { item: TimelineItem; rejection: Rejection };

/** Changes a note, or with null takes it away; says what stood in the way. */
const useChange = ({ item: { version: note }, rejection: { id: rejectionId } }: NoteRowProps) => {
  const live = useLive();
  const errorText = useErrorText();
  return async (text: string | null): Promise<boolean> => {
    const answer = await live.request('ticket:note-change', { rejectionId, clientId: newId(), note, text });
    if (!answer.ok) toast.error(errorText(answer.error));
    return answer.ok;
  };
};

const Editor = ({ text, onSave, onEnd }: { text: string; onSave: (text: string) => void; onEnd: () => void }) => {
  const t = useTranslations();
  const field = useRef<HTMLTextAreaElement>(null);
  const [now, setNow] = useState(text);
  const length = lengthOf(now);
  const canSave = now.trim() !== '' && length <= limits.messageBody;
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSave) onSave(now);
      }}
    >
      <textarea
        ref={field}
        rows={3}
        aria-label={t('tickets.noteEdit')}
        value={now}
        onChange={(event) => setNow(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onEnd();
        }}
        className="rounded-md border border-control bg-canvas px-3 py-2 text-message"
      />
      <LengthNote id="note-length" length={length} most={limits.messageBody} />
      <div className="flex gap-2">
        <Button type="submit" kind="primary" size="sm" aria-disabled={!canSave}>
          {t('actions.save')}
        </Button>
        <Button size="sm" onClick={onEnd}>
          {t('actions.cancel')}
        </Button>
      </div>
    </form>
  );
};

const Deeds = ({ onEdit, onRemove }: { onEdit: () => void; onRemove: () => void }) => {
  const t = useTranslations('tickets');
  const [asking, setAsking] = useState(false);
  return (
    <span className="flex">
      <IconButton label={t('noteEdit')} size="icon-sm" onClick={onEdit}>
        <Pencil />
      </IconButton>
      <IconButton label={t('noteRemove')} size="icon-sm" onClick={() => setAsking(true)}>
        <Trash2 />
      </IconButton>
      {asking ? (
        <Confirm
          title={t('noteRemoveTitle')}
          hint={t('noteRemoveHint')}
          action={t('noteRemove')}
          onConfirm={onRemove}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </span>
  );
};

/** What somebody wrote about a ticket, as it is now. */
export const NoteRow = (props: NoteRowProps) => {
  const { item } = props;
  const t = useTranslations('tickets');
  const me = useMe();
  const { name } = usePersonName(item.byId ?? me.id);
  const [editing, setEditing] = useState(false);
  const change = useChange(props);
  return (
    <li className="my-1 rounded-md bg-panel px-3 py-2">
      <div className="flex items-center gap-2">
        <bdi className="min-w-0 flex-1 truncate font-medium text-sm">{name}</bdi>
        {item.editedAt !== null && item.text !== null ? (
          <span className="text-faint text-xs">{t('noteEdited')}</span>
        ) : null}
        <span className="text-faint text-sm">
          <When at={item.at} />
        </span>
        {item.byId === me.id && item.text !== null && !editing ? (
          <Deeds onEdit={() => setEditing(true)} onRemove={() => void change(null)} />
        ) : null}
      </div>
      {item.text === null ? (
        <p className="text-faint italic">{t('noteGone')}</p>
      ) : editing ? (
        <Editor
          text={item.text}
          onEnd={() => setEditing(false)}
          onSave={(text) => void change(text).then((done) => done && setEditing(false))}
        />
      ) : (
        <MessageText body={item.text} />
      )}
    </li>
  );
};
