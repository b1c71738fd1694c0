'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { limits } from '../../../../protocol/limits.ts';
import { roomName, roomTopic } from '../../../../protocol/names.ts';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { useNameProblem } from '../../../_people/name-problem.ts';
import { Button } from '../../../_ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../_ui/dialog.tsx';
import { Field, isTooLong } from '../../../_ui/field.tsx';
import { useConversationAction } from './use-conversation-action.ts';

export const EditRoom = ({ conversation, onClose }: { conversation: LiveConversation; onClose: () => void }) => {
  const t = useTranslations();
  const act = useConversationAction();
  const [name, setName] = useState(conversation.name ?? '');
  const [topic, setTopic] = useState(conversation.topic ?? '');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const nameProblem = useNameProblem(roomName, limits.roomName, name);
  const topicProblem = useNameProblem(roomTopic, limits.roomTopic, topic);
  const save = async () => {
    setBusy(true);
    const answer = await act('conversation:update', {
      conversationId: conversation.id,
      name: name.trim(),
      topic: topic.trim() === '' ? null : topic.trim(),
    });
    setBusy(false);
    if (answer.ok) onClose();
  };
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    if (isTooLong(event)) return;
    setTried(true);
    if (!busy && name.trim() !== '' && !nameProblem && !topicProblem) void save();
  };
  return (
    <Dialog title={t('details.editTitle')} onClose={onClose}>
      <form onSubmit={submit}>
        <DialogBody>
          <Field
            label={t('newRoom.name')}
            autoFocus
            autoComplete="off"
            most={limits.roomName}
            error={tried ? nameProblem : undefined}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Field
            label={t('newRoom.topic')}
            autoComplete="off"
            most={limits.roomTopic}
            error={tried ? topicProblem : undefined}
            value={topic}
            onChange={(event) => setTopic(event.target.value)}
          />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t('actions.cancel')}</Button>
          <Button type="submit" kind="primary" disabled={busy || name.trim() === ''}>
            {t('actions.save')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
};
