'use client';

import { useTranslations } from 'use-intl';
import type { ContractError } from '../../../../../../protocol/index.ts';
import { useErrorText } from '../../../../../_ui/error-text.ts';

/** Says why something was refused; where a field is to blame, in the server's words, which name it. */
export const useRefusalText = (): ((error: ContractError) => string) => {
  const t = useTranslations('namedSources');
  const errorText = useErrorText();
  return (error) =>
    (error.code === 'invalid' || error.code === 'too_large') && error.data?.reason === undefined
      ? t('invalid', { problem: error.message })
      : errorText(error);
};
