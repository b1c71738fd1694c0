'use client';

import { useCallback, useEffect, useState } from 'react';
import type { ContractError, Data, Rejection } from '../../../../protocol/index.ts';
import { useConnection, useEpoch } from '../../../_live/connection/hooks.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import { useFollowedTicket } from '../../../_live/tickets/hooks.ts';

type Details = Data<'ticket:get'>;
type Told = { ticket: string; epoch: string | null; details: Details | null; error: ContractError | null };

export type OpenedTicket = {
  /** Null until it is known. */
  rejection: Rejection | null;
  /** What lists do not tell; null until it is known. */
  details: Details | null;
  error: ContractError | null;
  retry: () => void;
};

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

const newest = (states: readonly (Rejection | null | undefined)[]): Rejection | null =>
  states.reduce<Rejection | null>((best, one) => (one && one.version > (best?.version ?? -1) ? one : best), null);

/**
 * The ticket that the address names, whether or not the feed beside it holds it, and kept up to date.
 * @param ticket id of a rejection, or of a ticket
 */
export const useOpenedTicket = (ticket: string | null, rejections: readonly Rejection[]): OpenedTicket => {
  const live = useLive();
  const { phase } = useConnection();
  const [told, setTold] = useState<Told | null>(null);
  const epoch = useEpoch();
  const mine = told?.ticket === ticket && told.epoch === epoch ? told : null;
  const row = rejections.find(({ id }) => id === ticket);
  const followed = useFollowedTicket(row?.id ?? mine?.details?.rejection.id);
  const rejection = ticket === null ? null : newest([row, followed, mine?.details?.rejection]);
  const version = rejection?.version ?? 0;
  const known = mine?.details?.rejection.version ?? -1;
  const failed = mine?.error !== null && mine?.error !== undefined;
  const isOnline = phase === 'online';

  const ask = useCallback(
    async (name: string) => {
      const answer = await live.request('ticket:get', isUuid(name) ? { rejectionId: name } : { ticketId: name });
      setTold((before) => {
        if (answer.ok) return { ticket: name, epoch, details: answer.data, error: null };
        const isKnown = before?.ticket === name && before.epoch === epoch;
        return { ticket: name, epoch, details: isKnown ? before.details : null, error: answer.error };
      });
    },
    [live, epoch],
  );
  // Asked again when it changed, and when it could not be had and there is a connection again.
  useEffect(() => {
    if (ticket !== null && isOnline && (known < version || known < 0) && !failed) void ask(ticket);
  }, [ticket, isOnline, known, version, failed, ask]);
  useEffect(() => {
    if (isOnline) setTold((before) => (before?.error?.code === 'unavailable' ? null : before));
  }, [isOnline]);
  const retry = useCallback(() => {
    if (ticket !== null) void ask(ticket);
  }, [ticket, ask]);
  return { rejection, details: mine?.details ?? null, error: mine?.error ?? null, retry };
};
