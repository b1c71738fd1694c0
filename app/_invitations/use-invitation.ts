'use client';

import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { ContractError } from '../../protocol/index.ts';
import { limits } from '../../protocol/limits.ts';
import type { Role } from '../../protocol/people.ts';
import { useMe } from '../_live/connection/hooks.ts';
import { useLive } from '../_live/core/hooks.ts';
import { useErrorText } from '../_ui/error-text.ts';
import { useMoments } from '../_ui/moments.ts';
import { toast } from '../_ui/toast.ts';

/** How long an invitation may be used, in days. */
export const dayChoices = [1, 7, 30] as const;

type Terms = {
  readonly role: Role;
  readonly days: number;
  /** As it was typed. */
  readonly uses: string;
  readonly roomIds: readonly string[];
  /** As they were typed. */
  readonly emails: string;
};
type Spot = 'uses' | 'rooms' | 'emails';
export type Made = { readonly address: string; readonly uses: number; readonly until: string };

const rolesOf = (role: Role): readonly Role[] =>
  role === 'admin' ? ['member', 'guest', 'handler', 'admin'] : ['member', 'guest'];

const usesOf = (text: string): number | null => {
  const uses = /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0;
  return uses >= 1 && uses <= limits.invitationUses ? uses : null;
};

/** An invitation while it is being made, and its link once it is. */
export const useInvitation = (options: {
  roomId: string | undefined;
  onMade: (() => void) | undefined;
  /** The letters are on their way, and there is no link to show. */
  onSent: () => void;
}) => {
  const t = useTranslations();
  const locale = useLocale();
  const live = useLive();
  const me = useMe();
  const moments = useMoments();
  const errorText = useErrorText();
  const [terms, setTerms] = useState<Terms>({
    ...{ role: 'member', days: limits.invitationDays, uses: '1', emails: '' },
    roomIds: options.roomId === undefined ? [] : [options.roomId],
  });
  const [made, setMade] = useState<Made | null>(null);
  const [wrong, setWrong] = useState<{ spot: Spot | null; text: string } | null>(null);
  const [busy, setBusy] = useState(false);

  const refuse = (refusal: ContractError) => {
    const { code, data } = refusal;
    const spot = data?.reason === 'no_room' || data?.reason === 'guest_without_room' ? 'rooms' : null;
    if (data?.reason !== undefined) return setWrong({ spot, text: errorText(refusal) });
    if (code === 'forbidden') return setWrong({ spot, text: t('invitations.closed') });
    const tooMany = t('invitations.tooMany', { count: limits.openInvitations });
    setWrong({ spot, text: code === 'conflict' ? tooMany : errorText(refusal) });
  };
  const send = async (emails: string[]) => {
    const wrong = emails.find((email) => !/^\S+@\S+\.\S+$/.test(email));
    if (wrong !== undefined) return setWrong({ spot: 'emails', text: t('invitations.emailWrong', { email: wrong }) });
    if (emails.length > limits.invitationMails)
      return setWrong({ spot: 'emails', text: t('invitations.emailsTooMany', { count: limits.invitationMails }) });
    setBusy(true);
    const { role, days, roomIds } = terms;
    const asked = { role, days, emails, roomIds: [...roomIds], language: locale };
    const answer = await live.request('invitation:send', asked);
    setBusy(false);
    if (!answer.ok) return refuse(answer.error);
    toast.success(t('invitations.sent', { count: answer.data.invitations.length }));
    options.onMade?.();
    options.onSent();
  };

  const make = async () => {
    const emails = terms.emails.split(/[\s,;，；、]+/).filter((email) => email !== '');
    const uses = usesOf(terms.uses);
    if (emails.length === 0 && uses === null) return setWrong({ spot: 'uses', text: t('invitations.usesWrong') });
    if (terms.role === 'guest' && terms.roomIds.length === 0)
      return setWrong({ spot: 'rooms', text: t('reasons.guest_without_room') });
    if (busy) return;
    if (emails.length > 0) return send(emails);
    setBusy(true);
    const { role, days, roomIds } = terms;
    const asked = { role, days, uses: uses ?? 1, roomIds: [...roomIds] };
    const answer = await live.request('invitation:create', asked);
    setBusy(false);
    if (!answer.ok) return refuse(answer.error);
    const { token, invitation } = answer.data;
    setWrong(null);
    setMade({
      address: `${window.location.origin}/sign-up?invitation=${encodeURIComponent(token)}`,
      uses: invitation.uses,
      until: moments.dayName(Date.parse(invitation.expiresAt), Date.now()),
    });
    options.onMade?.();
  };
  return {
    ...{ terms, made, busy, make },
    roles: rolesOf(me.role),
    change: (patch: Partial<Terms>) => {
      setWrong(null);
      setTerms((before) => ({ ...before, ...patch }));
    },
    again: () => setMade(null),
    /** What to say at a field, or below all of them. */
    error: wrong?.spot === null ? wrong.text : undefined,
    errorAt: (spot: Spot): string | undefined => (wrong?.spot === spot ? wrong.text : undefined),
  };
};
