import { z } from 'zod';
import type { Database } from '../engine/store/database.ts';
import type { AccountCall } from './account-call.ts';

const SignedIn = z.object({ user: z.object({ id: z.string() }) });

/** @returns whose session a successful answer of better-auth began */
export const readUserId = async (response: Response): Promise<string | undefined> => {
  const parsed = SignedIn.safeParse(await response.clone().json());
  return parsed.success ? parsed.data.user.id : undefined;
};

const endSession = 'delete from session where id = $1';

/** A browser has one session: the one it came with ends when it gets another. */
export const endFormerSession = async (database: Database, { identity }: AccountCall<unknown>): Promise<void> => {
  if (identity) await database.query('session_end', endSession, [identity.sessionId]);
};

/** The answer to a first factor that a second one must follow: nothing about the person, only the cookie of what waits. */
export const waitingForSecondFactor = (response: Response): Response => {
  const headers = new Headers({ 'cache-control': 'no-store' });
  for (const cookie of response.headers.getSetCookie()) headers.append('set-cookie', cookie);
  return Response.json({ ok: true, data: { secondFactor: true } }, { headers });
};
