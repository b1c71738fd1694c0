'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Rejection } from '../../../../protocol/index.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import { Dialog, DialogBody } from '../../../_ui/dialog.tsx';
import { useErrorText } from '../../../_ui/error-text.ts';
import { Input } from '../../../_ui/input.tsx';
import { StateSign } from './ticket-signs.tsx';

const pause = 200;
const shown = 20;

type Found = { rejections: readonly Rejection[]; error: string | null } | null;

/** Tickets that it may be a duplicate of: without a word those of the same reason, the latest first. */
const useCandidates = (ticket: Rejection, text: string): Found => {
  const live = useLive();
  const errorText = useErrorText();
  const [found, setFound] = useState<Found>(null);
  useEffect(() => {
    let current = true;
    const search = async () => {
      const wanted = text.trim();
      const answer = await live.request('ticket:list', {
        limit: shown,
        ...(wanted === '' ? { reasonCode: ticket.reasonCode } : { text: wanted }),
      });
      if (!current) return;
      if (!answer.ok) return setFound({ rejections: [], error: errorText(answer.error) });
      // It is no duplicate of itself, nor of one that is a duplicate of it.
      const others = answer.data.rejections.filter(
        ({ id, duplicateOfId }) => id !== ticket.id && duplicateOfId !== ticket.id,
      );
      setFound({ rejections: others, error: null });
    };
    const timer = setTimeout(() => void search(), text === '' ? 0 : pause);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [live, errorText, ticket, text]);
  return found;
};

type DuplicateDialogProps = { ticket: Rejection; onChoose: (original: Rejection) => void; onClose: () => void };

/** Of which ticket this one is a duplicate. */
export const DuplicateDialog = ({ ticket, onChoose, onClose }: DuplicateDialogProps) => {
  const t = useTranslations('tickets');
  const [text, setText] = useState('');
  const found = useCandidates(ticket, text);
  return (
    <Dialog title={t('duplicateTitle', { ticket: ticket.ticketId })} lead={t('duplicateLead')} onClose={onClose}>
      <DialogBody>
        <Input
          type="search"
          aria-label={t('filterText')}
          placeholder={t('filterText')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {found?.error ? <p className="text-danger-ink text-sm">{found.error}</p> : null}
        <ul aria-label={t('duplicateCandidates')} aria-busy={found === null} className="flex flex-col">
          {found?.rejections.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                onClick={() => onChoose(one)}
                className="flex min-h-11 w-full items-center gap-3 rounded-md px-2 text-left hover:bg-sunken"
              >
                <span className="shrink-0 font-mono text-soft text-xs">{one.ticketId}</span>
                <bdi className="min-w-0 flex-1 truncate">{one.title}</bdi>
                <StateSign state={one.state} />
              </button>
            </li>
          ))}
        </ul>
        {found !== null && found.error === null && found.rejections.length === 0 ? (
          <p className="text-soft">{t('noMatchTitle')}</p>
        ) : null}
      </DialogBody>
    </Dialog>
  );
};
