'use client';

import { useCallback, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { type Data, type LetterSummary, success } from '../../../../../protocol/index.ts';
import { useLive } from '../../../../_live/core/hooks.ts';
import { useErrorText } from '../../../../_ui/error-text.ts';
import { toast } from '../../../../_ui/toast.ts';
import { usePages } from '../use-pages.ts';
import { useRenewing } from '../use-renewing.ts';
import type { MailFilter } from './filter-address.ts';

type Setup = Pick<Data<'mail:list'>, 'server' | 'from'>;

/** Milliseconds between two looks at letters that are under way. */
const pace = 5_000;
const pageSize = 50;

/** The latest letters, as far as the filter says, and what can be done about them. */
export const useLetters = (filter: MailFilter) => {
  const t = useTranslations('mail');
  const live = useLive();
  const language = useLocale();
  const errorText = useErrorText();
  const [setup, setSetup] = useState<Setup | null>(null);
  const ask = useCallback(
    async (after: string | undefined) => {
      const request = { ...filter, limit: pageSize, ...(after !== undefined && { after }) };
      const answer = await live.request('mail:list', request);
      if (!answer.ok) return answer;
      const { letters, next, server, from } = answer.data;
      setSetup({ server, from });
      return success({ items: letters, next });
    },
    [live, filter],
  );
  const pages = usePages<LetterSummary, string>(ask);
  const { items, renew, change: put } = pages;
  // Nobody tells what becomes of a letter. Whoever has read further is not taken back to the first page.
  const isUnderWay = items?.some(({ state }) => state === 'waiting' || state === 'failing') === true;
  const watches = isUnderWay && items.length <= pageSize;
  useRenewing(renew, watches ? pace : null);
  const retry = useCallback(
    async (letterId: string) => {
      const answer = await live.request('mail:retry', { letterId });
      if (!answer.ok) return toast.error(errorText(answer.error));
      put((letter) => (letter.id === letterId ? answer.data : letter));
      toast.success(t('tried'));
      await renew();
    },
    [live, errorText, put, renew, t],
  );
  const test = useCallback(async () => {
    const answer = await live.request('mail:test', { language });
    if (!answer.ok) return toast.error(errorText(answer.error));
    toast.success(t('testSent'));
    await renew();
  }, [live, language, errorText, renew, t]);
  return { pages, setup, retry, test };
};
