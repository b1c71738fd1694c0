'use client';

import { useEffect } from 'react';
import { isComposing } from '../../_ui/input-methods.tsx';

/**
 * Stands for a dialog that was opened by keyboard and is still on its way: what is typed for it must not be written, and
 * with Enter sent, where one was before. Escape or a click gives up, so that nobody without a connection is stuck.
 */
export const KeysHeldBack = ({ onClose }: { onClose: () => void }) => {
  useEffect(() => {
    const hold = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || isComposing(event)) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Escape') onClose();
    };
    window.addEventListener('keydown', hold, { capture: true });
    window.addEventListener('pointerdown', onClose, { capture: true });
    return () => {
      window.removeEventListener('keydown', hold, { capture: true });
      window.removeEventListener('pointerdown', onClose, { capture: true });
    };
  }, [onClose]);
  return null;
};
