'use client';

import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { type PayloadInput, type RoomSummary, success } from '../../../../../protocol/index.ts';
import { useLive } from '../../../../_live/core/hooks.ts';
import { useErrorText } from '../../../../_ui/error-text.ts';
import { toast } from '../../../../_ui/toast.ts';
import { usePages } from '../use-pages.ts';
import type { RoomFilter } from './filter-address.ts';

type Change = PayloadInput<'room:update'>;

/** All rooms, as far as the filter says, and what can be done about them. */
export const useRooms = (filter: RoomFilter) => {
  const t = useTranslations('rooms');
  const live = useLive();
  const errorText = useErrorText();
  const ask = useCallback(
    async (after: string | undefined) => {
      const answer = await live.request('room:list', { ...filter, ...(after !== undefined && { after }) });
      return answer.ok ? success({ items: answer.data.rooms, next: answer.data.next }) : answer;
    },
    [live, filter],
  );
  const pages = usePages<RoomSummary, string>(ask);
  const { change: put } = pages;
  const change = useCallback(
    async (payload: Change): Promise<boolean> => {
      const answer = await live.request('room:update', payload);
      if (!answer.ok) toast.error(errorText(answer.error));
      else put((room) => (room.id === answer.data.id ? answer.data : room));
      return answer.ok;
    },
    [live, errorText, put],
  );
  /** Says what was done, with a way to take it back where there is one. */
  const update = useCallback(
    async (payload: Change, said: string, back?: Change) => {
      if (!(await change(payload))) return;
      toast.success(said, back && { text: t('undo'), onSelect: () => void change(back) });
    },
    [change, t],
  );
  return { pages, update };
};
