'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Person } from '../../../../protocol/index.ts';
import { InviteButton } from '../../../_invitations/invite-button.tsx';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { PeoplePicker } from '../../../_people/people-picker.tsx';
import { Button } from '../../../_ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../_ui/dialog.tsx';
import { toast } from '../../../_ui/toast.ts';
import { useConversationAction } from './use-conversation-action.ts';

type InvitePeopleProps = { conversation: LiveConversation; name: string; onClose: () => void };

export const InvitePeople = ({ conversation, name, onClose }: InvitePeopleProps) => {
  const t = useTranslations();
  const act = useConversationAction();
  const [chosen, setChosen] = useState<readonly Person[]>([]);
  const [busy, setBusy] = useState(false);
  const toggle = (person: Person) =>
    setChosen((before) =>
      before.some(({ id }) => id === person.id) ? before.filter(({ id }) => id !== person.id) : [...before, person],
    );
  const invite = async () => {
    setBusy(true);
    const memberIds = chosen.map(({ id }) => id);
    const answer = await act('conversation:invite', { conversationId: conversation.id, memberIds });
    setBusy(false);
    if (!answer.ok) return;
    const { asked } = answer.data;
    if (memberIds.length > asked.length)
      toast.success(t('details.invited', { count: memberIds.length - asked.length }));
    const names = chosen.filter(({ id }) => asked.includes(id)).map(({ name: left }) => left);
    if (names.length > 0) toast.success(t('details.askedBack', { names: names.join(', '), count: names.length }));
    onClose();
  };
  return (
    <Dialog title={t('details.inviteTitle', { name })} lead={t('details.inviteLead')} onClose={onClose}>
      <DialogBody>
        <PeoplePicker
          autoFocus
          chosen={chosen}
          exclude={conversation.memberIds}
          onToggle={toggle}
          {...(conversation.memberIds.length > 1 && { nobodyElse: t('details.everybodyHere') })}
          offer={<InviteButton roomId={conversation.id} />}
        />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{t('actions.cancel')}</Button>
        <Button kind="primary" disabled={busy || chosen.length === 0} onClick={() => void invite()}>
          {t('details.inviteAction')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
};
