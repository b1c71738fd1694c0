import { createAuthClient } from 'better-auth/react';
import { pageOfHeader } from '../../protocol/page-of.ts';
import { pagePerson } from './page-person.ts';

/**
 * Accounts and sessions; talks to /api/auth on this origin. The server does nothing for a page that was made
 * for somebody else than who is signed in now: such a page is loaded anew.
 */
export const auth = createAuthClient({
  basePath: '/api/auth',
  fetchOptions: {
    onRequest: ({ headers }) => {
      const person = pagePerson();
      if (person !== null) headers.set(pageOfHeader, person);
    },
    onError: ({ error }) => {
      if (error.code === 'OTHER_PERSON') window.location.reload();
    },
  },
});
