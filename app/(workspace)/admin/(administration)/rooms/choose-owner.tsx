'use client';

import { useTranslations } from 'use-intl';
import type { Person, RoomSummary } from '../../../../../protocol/index.ts';
import { PeoplePicker } from '../../../../_people/people-picker.tsx';
import { Dialog, DialogBody } from '../../../../_ui/dialog.tsx';

type ChooseOwnerProps = { room: RoomSummary; onChoose: (person: Person) => void; onClose: () => void };

/** Asks who a room is to belong to. */
export default function ChooseOwner({ room: { name, owner }, onChoose, onClose }: ChooseOwnerProps) {
  const t = useTranslations('rooms');
  return (
    <Dialog title={t('giveTitle', { name })} lead={t(owner === null ? 'giveAnybody' : 'giveMember')} onClose={onClose}>
      <DialogBody>
        <PeoplePicker autoFocus exclude={owner === null ? [] : [owner.id]} onToggle={onChoose} />
      </DialogBody>
    </Dialog>
  );
}
