import type { Tools } from '../core/slice.ts';

export type PresenceMethods = {
  /** Follows these people's presence until the returned function is called. */
  watchPresence(userIds: readonly string[]): () => void;
  /** Whether somebody is at this page. */
  setActive(active: boolean): void;
};

/** Many parts of a page watch the same people; the server is told of the union. */
export const countedPresence = ({ dispatch }: Tools): PresenceMethods => {
  const watchers = new Map<string, number>();

  const count = (userIds: readonly string[], by: 1 | -1) => {
    const before = watchers.size;
    let isChanged = false;
    for (const id of userIds) {
      const left = (watchers.get(id) ?? 0) + by;
      isChanged ||= left === 0 || !watchers.has(id);
      if (left <= 0) watchers.delete(id);
      else watchers.set(id, left);
    }
    if (isChanged || watchers.size !== before) dispatch({ type: 'watch-presence', userIds: [...watchers.keys()] });
  };

  const watchPresence = (userIds: readonly string[]) => {
    const ids = [...new Set(userIds)];
    let isWatching = true;
    count(ids, 1);
    return () => {
      if (isWatching) count(ids, -1);
      isWatching = false;
    };
  };
  return { watchPresence, setActive: (active) => dispatch({ type: 'activity', active }) };
};
