'use client';

import { useEffect, useState } from 'react';

/**
 * A secret of the address (`#code=…`), as the setup code is. It stands behind the `#`, which browsers do not send and servers
 * do not log; once it is read it is gone from the address, too.
 * @param name what it is called there
 */
export const useSecretOfAddress = (name: string) => {
  const [code, setCode] = useState('');
  useEffect(() => {
    const take = () => {
      const { hash, pathname, search } = window.location;
      const given = new URLSearchParams(hash.slice(1)).get(name);
      if (given === null) return;
      setCode(given);
      window.history.replaceState(window.history.state, '', `${pathname}${search}`);
    };
    take();
    // Whoever pastes the address over the one of this page changes only what is behind the `#`.
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, [name]);
  return [code, setCode] as const;
};
