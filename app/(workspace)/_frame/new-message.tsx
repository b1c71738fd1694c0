'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { InviteLink } from '../../_people/invite-link.tsx';
import { PeoplePicker } from '../../_people/people-picker.tsx';
import { Dialog, DialogBody } from '../../_ui/dialog.tsx';
import { useOpenDirect } from '../open-direct.ts';

export default function NewMessage({ onClose }: { onClose: () => void }) {
  const t = useTranslations('frame.newMessage');
  const openDirect = useOpenDirect();
  const [busy, setBusy] = useState(false);
  const choose = async (id: string) => {
    if (busy) return;
    setBusy(true);
    if (await openDirect(id)) onClose();
    setBusy(false);
  };
  return (
    <Dialog title={t('title')} lead={t('lead')} onClose={onClose}>
      <DialogBody>
        <PeoplePicker autoFocus onToggle={(person) => void choose(person.id)} />
        <InviteLink />
      </DialogBody>
    </Dialog>
  );
}
