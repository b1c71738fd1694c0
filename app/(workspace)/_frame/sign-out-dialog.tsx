'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../_live/connection/hooks.ts';
import { useAllUnsent } from '../../_live/core/outbox/hooks.ts';
import { unsentNotes } from '../../_live/core/storage/kept-notes.ts';
import { useNames } from '../../_people/names.ts';
import { Button } from '../../_ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../_ui/dialog.tsx';
import { mentionedIn, plainText } from '../chat/_message-text/mentions.ts';
import { useLeave } from '../sign-out.ts';

/** Says what could not be sent, before it is discarded by signing out. When it is sent after all, nothing is left to ask. */
export default function SignOutDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('account');
  const leave = useLeave();
  const me = useMe();
  const messages = useAllUnsent();
  const [notes] = useState(() => unsentNotes(me.id));
  const unsent = [...messages, ...notes.map(({ clientId, text }) => ({ clientId, body: text }))];
  const nameOf = useNames(unsent.flatMap(({ body }) => mentionedIn(body)));
  const [busy, setBusy] = useState(false);
  const signOut = async () => {
    setBusy(true);
    await leave();
    setBusy(false);
  };
  const isEmpty = unsent.length === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the last one has left
  useEffect(() => {
    if (isEmpty && !busy) void signOut();
  }, [isEmpty]);
  return (
    <Dialog title={t('unsentTitle')} lead={t('unsentLead', { count: unsent.length })} onClose={onClose}>
      <DialogBody>
        <ul className="flex flex-col gap-2">
          {unsent.map(({ clientId, body }) => (
            <li
              key={clientId}
              dir="auto"
              className="line-clamp-3 whitespace-pre-wrap break-words rounded-md bg-sunken px-3 py-2"
            >
              {plainText(body, nameOf)}
            </li>
          ))}
        </ul>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose} autoFocus>
          {t('stay')}
        </Button>
        <Button kind="danger" disabled={busy} onClick={() => void signOut()}>
          {t('signOutAndDiscard')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
