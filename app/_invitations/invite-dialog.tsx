'use client';

import type { FormEvent, ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useWorkspace } from '../_live/workspace/hooks.ts';
import { RoomPicker } from '../_rooms/room-picker.tsx';
import { Button } from '../_ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../_ui/dialog.tsx';
import { Field } from '../_ui/field.tsx';
import { Select } from '../_ui/select.tsx';
import { MadeLink } from './made-link.tsx';
import { dayChoices, useInvitation } from './use-invitation.ts';

type InviteDialogProps = { roomId?: string; onMade?: () => void; onClose: () => void };

/** What an invitation shall be, and then its link. */
export default function InviteDialog({ roomId, onMade, onClose }: InviteDialogProps) {
  const t = useTranslations();
  const mails = useWorkspace()?.mail === true;
  const invitation = useInvitation({ roomId, onMade, onSent: onClose });
  const { terms, change, made, error, errorAt, roles, busy } = invitation;
  const labelled = (label: string, control: ReactNode) => (
    <div className="flex flex-col items-start gap-1">
      <span className="font-medium text-sm">{label}</span>
      {control}
    </div>
  );
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    // The dialog may have been opened from another form.
    event.stopPropagation();
    void invitation.make();
  };
  if (made !== null)
    return (
      <Dialog title={t('invitations.madeTitle')} lead={t('invitations.madeLead')} onClose={onClose}>
        <DialogBody>
          <MadeLink {...made} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={invitation.again}>{t('invitations.another')}</Button>
          <Button kind="primary" onClick={onClose}>
            {t('actions.done')}
          </Button>
        </DialogFooter>
      </Dialog>
    );
  return (
    <Dialog title={t('invitations.title')} lead={t('invitations.lead')} onClose={onClose}>
      <form onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <DialogBody>
          <div className="flex flex-wrap gap-4">
            {labelled(
              t('invitations.role'),
              <Select
                label={t('invitations.role')}
                value={terms.role}
                options={roles.map((role) => ({ value: role, label: t(`invitations.roles.${role}`) }))}
                onChange={(value) => change({ role: roles.find((role) => role === value) ?? 'member' })}
              />,
            )}
            {labelled(
              t('invitations.days'),
              <Select
                label={t('invitations.days')}
                value={String(terms.days)}
                options={dayChoices.map((days) => ({
                  value: String(days),
                  label: t('invitations.dayCount', { days }),
                }))}
                onChange={(value) => change({ days: Number(value) })}
              />,
            )}
          </div>
          <p className="text-soft text-sm">{t(`invitations.roleHints.${terms.role}`)}</p>
          {mails ? (
            <Field
              label={t('invitations.emails')}
              hint={t('invitations.emailsHint')}
              error={errorAt('emails')}
              autoComplete="off"
              spellCheck={false}
              value={terms.emails}
              onChange={(event) => change({ emails: event.target.value })}
            />
          ) : null}
          {terms.emails.trim() === '' ? (
            <Field
              label={t('invitations.uses')}
              hint={t('invitations.usesHint')}
              error={errorAt('uses')}
              inputMode="numeric"
              autoComplete="off"
              value={terms.uses}
              onChange={(event) => change({ uses: event.target.value })}
            />
          ) : null}
          <RoomPicker
            label={t('invitations.rooms')}
            hint={t('invitations.roomsHint')}
            error={errorAt('rooms')}
            chosen={terms.roomIds}
            onChange={(roomIds) => change({ roomIds })}
          />
        </DialogBody>
        <DialogFooter>
          <p role="alert" className="mr-auto self-center text-danger-ink text-sm empty:hidden">
            {error}
          </p>
          <Button onClick={onClose}>{t('actions.cancel')}</Button>
          <Button type="submit" kind="primary" aria-disabled={busy}>
            {t(terms.emails.trim() === '' ? 'invitations.make' : 'invitations.send')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
