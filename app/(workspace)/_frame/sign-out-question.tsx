'use client';

import { useStore } from 'zustand/react';
import { later } from '../../_ui/later.tsx';
import { signOutQuestion } from '../sign-out.ts';

const SignOutDialog = later(() => import('./sign-out-dialog.tsx'));

/** Is asked from the menu of the account and from the settings alike. */
export const SignOutQuestion = () => {
  const { isOpen } = useStore(signOutQuestion);
  return isOpen ? <SignOutDialog onClose={() => signOutQuestion.setState({ isOpen: false })} /> : null;
};
