'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { onToast } from './toast.ts';

const Toaster = dynamic(() => import('./toaster.tsx'), { ssr: false });

/** Where toasts appear; loaded with the first one. */
export const Toasts = () => {
  const [needed, setNeeded] = useState(false);
  useEffect(() => onToast(() => setNeeded(true)), []);
  return needed ? <Toaster /> : null;
};
