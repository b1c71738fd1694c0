'use client';

import { useEffect, useState } from 'react';
import { later } from './later.tsx';
import { onToast } from './toast.ts';

const Toaster = later(() => import('./toaster.tsx'));

/** Where toasts appear; loaded with the first one. */
export const Toasts = () => {
  const [needed, setNeeded] = useState(false);
  useEffect(() => onToast(() => setNeeded(true)), []);
  return needed ? <Toaster /> : null;
};
