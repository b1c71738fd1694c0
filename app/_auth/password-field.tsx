'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../_ui/button.tsx';
import { Field } from '../_ui/field.tsx';

/** A password that can be looked at before it is sent. */
export const PasswordField = (props: Omit<ComponentProps<typeof Field>, 'type' | 'trailing'>) => {
  const t = useTranslations('account');
  const [shown, setShown] = useState(false);
  return (
    <Field
      type={shown ? 'text' : 'password'}
      trailing={
        <Button
          kind="ghost"
          size="icon"
          aria-label={t(shown ? 'hidePassword' : 'showPassword')}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff /> : <Eye />}
        </Button>
      }
      {...props}
    />
  );
};
