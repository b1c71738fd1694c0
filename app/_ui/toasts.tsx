'use client';

import dynamic from 'next/dynamic';

/** Where toasts appear; loaded after the page, because nothing says anything before that. */
export const Toasts = dynamic(() => import('./toaster.tsx'), { ssr: false });
