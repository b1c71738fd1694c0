'use client';

import { useCallback, useSyncExternalStore } from 'react';
import { useMe } from '../../../_live/connection/hooks.ts';
import { personalName } from '../../../_live/core/storage/personal.ts';
import { nothingWritten, type Written } from '../_message-text/written.ts';
import { draftShelf } from './draft-shelf.ts';

const notOnTheServer = () => null;

/** What is being written in a conversation; survives a reload. */
export const useDraft = (conversationId: string): [Written, (draft: Written) => void] => {
  const name = personalName('draft', useMe().id, conversationId);
  const draft = useSyncExternalStore(draftShelf.listen, () => draftShelf.get(name), notOnTheServer);
  const keep = useCallback(
    (next: Written) => {
      if (next.text === '') draftShelf.remove(name);
      else draftShelf.put(name, next);
    },
    [name],
  );
  return [draft ?? nothingWritten, keep];
};
