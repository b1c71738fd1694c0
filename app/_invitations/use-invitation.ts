'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { limits } from '../../protocol/limits.ts';
import type { Role } from '../../protocol/people.ts';
import { useMe } from '../_live/connection/hooks.ts';
import { useLive } from '../_live/core/hooks.ts';
import { useErrorText } from '../_ui/error-text.ts';
import { useMoments } from '../_ui/moments.ts';

/** How long an invitation may be used, in days. */
export const dayChoices = [1, 7, 30] as const;

type Terms = {
  readonly role: Role;
  readonly days: number;
  /** As it was typed. */
  readonly uses: string;
  readonly roomIds: readonly string[];
};
type Spot = 'uses' | 'rooms';
export type Made = { readonly address: string; readonly uses: number; readonly until: string };

const rolesOf = (role: Role): readonly Role[] =>
  role === 'admin' ? ['member', 'guest', 'handler', 'admin'] : ['member', 'guest'];

const usesOf = (text: string): number | null => {
  const uses = /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0;
  return uses >= 1 && uses <= limits.invitationUses ? uses : null;
};

/** An invitation while it is being made, and its link once it is. */
export const useInvitation = (options: { roomId: string | undefined; onMade: (() => void) | undefined }) => {
  const t = useTranslations();
  const live = useLive();
  const me = useMe();
  const moments = useMoments();
  const errorText = useErrorText();
  const [terms, setTerms] = useState<Terms>({
    ...{ role: 'member', days: limits.invitationDays, uses: '1' },
    roomIds: options.roomId === undefined ? [] : [options.roomId],
  });
  const [made, setMade] = useState<Made | null>(null);
  const [wrong, setWrong] = useState<{ spot: Spot | null; text: string } | null>(null);
  const [busy, setBusy] = useState(false);

  const make = async () => {
    const uses = usesOf(terms.uses);
    if (uses === null) return setWrong({ spot: 'uses', text: t('invitations.usesWrong') });
    if (terms.role === 'guest' && terms.roomIds.length === 0)
      return setWrong({ spot: 'rooms', text: t('reasons.guest_without_room') });
    if (busy) return;
    setBusy(true);
    const { role, days, roomIds } = terms;
    const answer = await live.request('invitation:create', { role, days, uses, roomIds: [...roomIds] });
    setBusy(false);
    if (!answer.ok) {
      const { code, data } = answer.error;
      const spot = data?.reason === 'no_room' || data?.reason === 'guest_without_room' ? 'rooms' : null;
      if (data?.reason !== undefined) return setWrong({ spot, text: errorText(answer.error) });
      if (code === 'forbidden') return setWrong({ spot, text: t('invitations.closed') });
      const tooMany = t('invitations.tooMany', { count: limits.openInvitations });
      return setWrong({ spot, text: code === 'conflict' ? tooMany : errorText(answer.error) });
    }
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
