'use client';

import { useCallback, useEffect, useState } from 'react';
import type { ContractError, PayloadInput, WorkspaceSettings } from '../../../../../protocol/index.ts';
import { useLive } from '../../../../_live/core/hooks.ts';
import { useErrorText } from '../../../../_ui/error-text.ts';

type Patch = PayloadInput<'workspace:update'>;
/** Where something stands on the page. */
export type Spot = 'name' | 'signUp' | 'domains' | 'defaultRooms' | 'roomsBy' | 'invitesBy';
type Note = { readonly spot: Spot; readonly error: string | null };

/** The settings as the server has them, each saved at once; what was said last stands at its field. */
export const useSettings = () => {
  const live = useLive();
  const errorText = useErrorText();
  const [settings, setSettings] = useState<WorkspaceSettings | null>(null);
  const [failure, setFailure] = useState<ContractError | null>(null);
  const [note, setNote] = useState<Note | null>(null);
  const load = useCallback(async () => {
    const answer = await live.request('workspace:settings', {});
    if (answer.ok) setSettings(answer.data);
    setFailure(answer.ok ? null : answer.error);
  }, [live]);
  useEffect(() => void load(), [load]);
  const save = async (spot: Spot, patch: Patch): Promise<boolean> => {
    setNote(null);
    const answer = await live.request('workspace:update', patch);
    if (answer.ok) setSettings(answer.data);
    // Which domains: that is asked for where they are written.
    const at = !answer.ok && answer.error.data?.reason === 'no_domain' ? 'domains' : spot;
    setNote({ spot: at, error: answer.ok ? null : errorText(answer.error) });
    return answer.ok;
  };
  return {
    ...{ settings, load, save },
    failure: failure === null ? null : errorText(failure),
    errorAt: (spot: Spot): string | undefined => (note?.spot === spot && note.error !== null ? note.error : undefined),
    isSaved: (spot: Spot): boolean => note?.spot === spot && note.error === null,
  };
};

export type Settings = ReturnType<typeof useSettings>;
