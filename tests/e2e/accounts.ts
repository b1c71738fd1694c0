import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { paths } from '../../protocol/index.ts';
import { setupCode } from '../../scripts/installation/instances.ts';
import { connectClient } from '../support/live-client.ts';

export const Account = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  password: z.string(),
  /** The Cookie header of the session that signing up began. */
  cookie: z.string(),
});
export type Account = z.infer<typeof Account>;

const SignedIn = z.object({ user: z.object({ id: z.string() }) });

const post = async (url: string, route: string, body: unknown, cookie = ''): Promise<Response> => {
  const response = await fetch(`${url}${paths.auth}${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${route} answered ${response.status}: ${await response.text()}`);
  return response;
};

const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');

/** Somebody who has no account yet. The name is nobody else's, so that it can be searched for. */
export const newcomer = (name: string): Pick<Account, 'name' | 'email' | 'password'> => {
  const mark = randomUUID().slice(0, 8);
  return { name: `${name} ${mark}`, email: `${mark}@example.com`, password: `password of ${mark}` };
};

/**
 * Signs somebody up over HTTP, as quickly as it goes.
 * @param url an instance, or the load balancer
 */
export const signUp = async (url: string, person: Pick<Account, 'name' | 'email' | 'password'>): Promise<Account> => {
  const response = await post(url, '/sign-up/email', { ...person, code: setupCode });
  const { user } = SignedIn.parse(await response.json());
  return { ...person, id: user.id, cookie: cookieOf(response) };
};

/** @returns the Cookie header of a further session, as another device has one */
export const signIn = async (url: string, { email, password }: Account): Promise<string> =>
  cookieOf(await post(url, '/sign-in/email', { email, password }));

/** An admin makes somebody else an admin, too. */
export const promote = async (url: string, admin: Account, person: Account): Promise<void> => {
  const client = await connectClient(url, admin);
  await client.get('account:update', { userId: person.id, role: 'admin' });
  client.close();
};
