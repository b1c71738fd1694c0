'use client';

import { useSyncExternalStore } from 'react';
import { later } from '../../_ui/later.tsx';
import { onQuestion, openQuestion } from './question.ts';

const ConfirmDialog = later(() => import('./confirm-dialog.tsx'));

/** Asks again who somebody is, whenever something dear is to be done. */
export default function ConfirmAgain() {
  const question = useSyncExternalStore(onQuestion, openQuestion, () => null);
  return question ? <ConfirmDialog {...question} /> : null;
}
