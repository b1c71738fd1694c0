'use client';

import { useTranslations } from 'use-intl';
import { limits } from '../../protocol/limits.ts';
import { Field } from '../_ui/field.tsx';

type EmailFieldProps = {
  value: string;
  error: string | undefined;
  /** What a browser offers: the address of an account that there is, or any. */
  autoComplete: 'username' | 'email';
  onChange: (value: string) => void;
};

/** The e-mail address with which a form begins. */
export const EmailField = ({ onChange, ...rest }: EmailFieldProps) => {
  const t = useTranslations('auth');
  return (
    <Field
      label={t('email')}
      type="email"
      name="email"
      autoFocus
      most={limits.email}
      onChange={(event) => onChange(event.target.value)}
      {...rest}
    />
  );
};
