import { notFound, redirect } from 'next/navigation';
import { type Access, hasAccess, type Me } from '../../protocol/index.ts';
import { pageSession } from '../../server/doors/http/page.ts';
import { signInPath } from '../_auth/next-path.ts';

/**
 * The person who asks for a page; everybody else is sent to sign in and then back to `path`.
 * @param path the page's own address
 */
export const requireMe = async (path: string): Promise<Me> => (await pageSession()) ?? redirect(signInPath(path));

/** Like {@link requireMe}; for whoever may not what `access` is for, the page does not exist. */
export const requireAccess = async (access: Access, path: string): Promise<Me> => {
  const me = await requireMe(path);
  return hasAccess(access, me.role) ? me : notFound();
};
