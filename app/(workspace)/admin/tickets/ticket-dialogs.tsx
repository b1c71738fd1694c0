'use client';

import { DuplicateDialog } from './duplicate-dialog.tsx';
import { ResolveDialog } from './resolve-dialog.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';
import type { TicketActions } from './use-ticket-actions.ts';
import type { TicketDialogs as Dialogs } from './use-ticket-dialogs.ts';

/** What a deed asks before it is done. */
export default function TicketDialogs({ dialogs, actions }: { dialogs: Dialogs; actions: TicketActions }) {
  const { question, close } = dialogs;
  if (!question) return null;
  const { kind, ticket, text } = question;
  if (kind === 'snooze')
    return (
      <SnoozeDialog
        ticket={ticket}
        onClose={close}
        onSnooze={(until) => {
          close();
          void actions.snooze(ticket, until);
        }}
      />
    );
  if (kind === 'duplicate')
    return (
      <DuplicateDialog
        ticket={ticket}
        onClose={close}
        onChoose={(original) => {
          close();
          void actions.duplicate(ticket, original);
        }}
      />
    );
  return (
    <ResolveDialog
      ticket={ticket}
      text={text ?? ''}
      onClose={close}
      onResolve={(outcome) => {
        close();
        void actions.resolve(ticket, outcome);
      }}
    />
  );
}
