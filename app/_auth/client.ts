import { apiKeyClient } from '@better-auth/api-key/client';
import { createAuthClient } from 'better-auth/react';

/** Accounts, sessions and API tokens; talks to /api/auth on this origin. */
export const auth = createAuthClient({ basePath: '/api/auth', plugins: [apiKeyClient()] });
