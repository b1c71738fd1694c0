import { createHmac } from 'node:crypto';
import { demoDomain } from './people.ts';

/**
 * The password of everybody in the demo. Made from AUTH_SECRET, so that it is the same at the next start and nobody else
 * knows it: a demo may be where others can reach it.
 */
export const demoPassword = (authSecret: string): string =>
  createHmac('sha256', authSecret).update('switchboard demo password').digest('base64url').slice(0, 14);

/** What to type to get in. */
export const howToSignIn = (password: string): string =>
  [
    'Sign in as',
    `  ada@${demoDomain}   Ada Wong, admin`,
    `  fang@${demoDomain}  王芳`,
    `with the password ${password}`,
  ].join('\n');
