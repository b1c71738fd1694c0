'use client';

import { type RefObject, useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { useMe } from '../../../_live/connection/hooks.ts';
import { personalName } from '../../../_live/core/storage/personal.ts';
import type { Written } from '../_message-text/written.ts';
import { edits } from './edits.ts';

const nothingOnTheServer = () => null;
const useWanted = () => useSyncExternalStore(edits.listen, edits.wanted, nothingOnTheServer);

/** Opens the editor of one's own message, wherever it stands, and brings it into sight. */
export const useOpenEdit = (): ((messageId: string | null) => void) => {
  const me = useMe();
  return useCallback(
    (messageId) => {
      if (messageId !== null) edits.open(personalName('edit', me.id, messageId));
    },
    [me.id],
  );
};

/**
 * The edit of a message.
 * @param messageId null for one that is not sent yet, and cannot be edited
 */
export const useEdit = (messageId: string | null) => {
  const me = useMe();
  const name = personalName('edit', me.id, messageId ?? '');
  const edit = useSyncExternalStore(edits.listen, () => (messageId ? edits.get(name) : null), nothingOnTheServer);
  return useMemo(
    () => ({
      isOpen: edit !== null,
      /** What was changed; null as long as nothing was. */
      draft: edit === 'untouched' ? null : edit,
      write: (draft: Written) => edits.write(name, draft),
      close: () => edits.close(name),
    }),
    [edit, name],
  );
};

/** Takes the focus when the edit was asked for, and not when its row only comes back into sight. */
export const useWantedFocus = (messageId: string | null, field: RefObject<HTMLTextAreaElement | null>): void => {
  const me = useMe();
  const isWanted = useWanted() === personalName('edit', me.id, messageId ?? '');
  useEffect(() => {
    if (!isWanted) return;
    let frame = 0;
    const take = () => {
      const area = field.current;
      area?.focus();
      // Until its row has been measured it is hidden, and nothing hidden can have the focus.
      if (area === null || document.activeElement !== area) {
        frame = requestAnimationFrame(take);
        return;
      }
      // The cursor stands at the end of the text, as it does after writing it.
      area.setSelectionRange(area.value.length, area.value.length);
      edits.focused();
    };
    take();
    return () => cancelAnimationFrame(frame);
  }, [isWanted, field]);
};

/** Calls `show` with the message whose editor was asked for. */
export const useWantedInSight = (show: (messageId: string) => void): void => {
  const me = useMe();
  const wanted = useWanted();
  useEffect(() => {
    const own = personalName('edit', me.id, '');
    if (wanted?.startsWith(own)) show(wanted.slice(own.length));
  }, [wanted, me.id, show]);
};
