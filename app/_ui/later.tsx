'use client';

import { type ComponentType, useEffect, useState } from 'react';
import { renewWhereCodeIsMissing } from './renewal.ts';

type Load<Props> = () => Promise<{ default: ComponentType<Props> }>;

const rest = 5_000;
const loads: (() => Promise<unknown>)[] = [];

/**
 * A component whose code comes when it is first drawn. Unlike React's own lazy components it does not take the page down
 * when the code cannot be had: it tries again when the connection is back.
 * @param Meanwhile drawn until then; without it there is nothing
 */
export const later = <Props extends object>(
  load: Load<Props>,
  Meanwhile?: ComponentType<Props>,
): ComponentType<Props> => {
  let loaded: ComponentType<Props> | null = null;
  const get = async () => {
    loaded ??= (await load()).default;
    return loaded;
  };
  loads.push(get);
  return function Later(props: Props) {
    const [Component, setComponent] = useState<ComponentType<Props> | null>(() => loaded);
    useEffect(() => {
      if (Component) return;
      let current = true;
      let again: ReturnType<typeof setTimeout> | undefined;
      const attempt = (failed = renewWhereCodeIsMissing) => {
        get().then(
          (arrived) => current && setComponent(() => arrived),
          (error: unknown) => {
            console.warn('A part of the page could not be loaded yet', error);
            if (navigator.onLine) failed(error);
          },
        );
      };
      // Once may be the connection; what cannot be had the second time is not there any more.
      const first = () =>
        attempt(() => {
          again = setTimeout(attempt, rest);
        });
      first();
      window.addEventListener('online', first);
      return () => {
        current = false;
        clearTimeout(again);
        window.removeEventListener('online', first);
      };
    }, [Component]);
    if (Component) return <Component {...props} />;
    return Meanwhile ? <Meanwhile {...props} /> : null;
  };
};

/** Fetches what may be needed later while nothing else happens, so that it is there without a connection too. */
export const useEverythingLater = (): void => {
  useEffect(() => {
    const timer = setTimeout(async () => {
      for (const load of loads)
        await load().catch((error: unknown) => console.warn('A part of the page could not be fetched ahead', error));
    }, rest);
    return () => clearTimeout(timer);
  }, []);
};
