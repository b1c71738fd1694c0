'use client';

import { LogOut } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../../_ui/button.tsx';
import { useSignOut } from '../sign-out.ts';

export const SignOutHere = () => {
  const t = useTranslations('account');
  const signOut = useSignOut();
  return (
    <div className="border-t pt-6">
      <Button onClick={() => void signOut()}>
        <LogOut aria-hidden /> {t('signOut')}
      </Button>
    </div>
  );
};
