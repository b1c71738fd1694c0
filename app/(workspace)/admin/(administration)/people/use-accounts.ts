'use client';

import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { type AccountSummary, type PayloadInput, success } from '../../../../../protocol/index.ts';
import { useLive } from '../../../../_live/core/hooks.ts';
import { useErrorText } from '../../../../_ui/error-text.ts';
import { toast } from '../../../../_ui/toast.ts';
import { usePages } from '../use-pages.ts';
import type { AccountFilter } from './filter-address.ts';

type Change = PayloadInput<'account:update'>;

/** Who has an account, as far as the filter says, and what can be done about it. */
export const useAccounts = (filter: AccountFilter) => {
  const t = useTranslations('accounts');
  const live = useLive();
  const errorText = useErrorText();
  const ask = useCallback(
    async (after: string | undefined) => {
      const answer = await live.request('account:list', { ...filter, ...(after !== undefined && { after }) });
      return answer.ok ? success({ items: answer.data.accounts, next: answer.data.next }) : answer;
    },
    [live, filter],
  );
  const pages = usePages<AccountSummary, string>(ask);
  const { change: put } = pages;
  const change = useCallback(
    async (payload: Change): Promise<boolean> => {
      const answer = await live.request('account:update', payload);
      if (!answer.ok) toast.error(errorText(answer.error));
      else put((account) => (account.id === answer.data.id ? answer.data : account));
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
  const makeLink = useCallback(
    async (userId: string) => {
      const answer = await live.request('account:reset-link', { userId });
      if (answer.ok) return answer.data;
      toast.error(errorText(answer.error));
      return null;
    },
    [live, errorText],
  );
  const remove = useCallback(
    async (payload: PayloadInput<'account:delete'>, said: string): Promise<boolean> => {
      const answer = await live.request('account:delete', payload);
      if (!answer.ok) toast.error(errorText(answer.error));
      else {
        put((account) => (account.id === payload.userId ? null : account));
        toast.success(said);
      }
      return answer.ok;
    },
    [live, errorText, put],
  );
  return { pages, update, makeLink, remove };
};
