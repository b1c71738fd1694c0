'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Person } from '../../../protocol/index.ts';
import { limits } from '../../../protocol/limits.ts';
import { InviteButton } from '../../_invitations/invite-button.tsx';
import { PeoplePicker } from '../../_people/people-picker.tsx';
import { Button } from '../../_ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../_ui/dialog.tsx';
import { useOpenDirect } from '../open-direct.ts';

const most = limits.directPeople - 1;

/** Chooses one or several people to write to. */
export default function NewMessage({ onClose }: { onClose: () => void }) {
  const t = useTranslations('frame.newMessage');
  const openDirect = useOpenDirect();
  const [people, setPeople] = useState<readonly Person[]>([]);
  const [busy, setBusy] = useState(false);
  const isFull = people.length > most;
  const toggle = (person: Person) =>
    setPeople((before) =>
      before.some(({ id }) => id === person.id) ? before.filter(({ id }) => id !== person.id) : [...before, person],
    );
  const start = async () => {
    if (busy || isFull || people.length === 0) return;
    setBusy(true);
    if (await openDirect(...people.map(({ id }) => id))) onClose();
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void start();
  };
  return (
    <Dialog title={t('title')} lead={t('lead', { most })} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-0 flex-col">
        <DialogBody>
          <PeoplePicker autoFocus chosen={people} onToggle={toggle} />
          <InviteButton />
        </DialogBody>
        <DialogFooter>
          <p role="status" className="mr-auto self-center text-danger-ink text-sm">
            {isFull ? t('tooMany', { most }) : null}
          </p>
          <Button type="submit" kind="primary" aria-disabled={busy || isFull || people.length === 0}>
            {t('start')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
