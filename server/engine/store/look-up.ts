import DataLoader from 'dataloader';

/** A person does not notice it, and a thousand look-ups a second become a hundred queries. */
const pace = 10;

/**
 * Look-ups that share queries: one query for each few milliseconds, with all that was asked for meanwhile. So the queries
 * get larger, and not more, the more is asked: a reconnect storm costs a few of them. Alone, a look-up starts at once.
 * Every query begins after the look-ups in it were asked for: none is answered with something older.
 * @param read finds the values of the keys, in their order
 * @param maxKeys of one query
 */
export const createLookUp = <Key, Value>(
  read: (keys: readonly Key[]) => Promise<Value[]>,
  maxKeys: number,
): ((key: Key) => Promise<Value>) => {
  let nextAt = 0;
  const schedule = (start: () => void) => {
    const wait = nextAt - performance.now();
    if (wait > 0) setTimeout(start, wait);
    else setImmediate(start);
  };
  const loader = new DataLoader<Key, Value>(
    (keys) => {
      nextAt = performance.now() + pace;
      return read(keys);
    },
    { cache: false, maxBatchSize: maxKeys, batchScheduleFn: schedule },
  );
  return (key) => loader.load(key);
};
