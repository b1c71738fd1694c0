import { headers } from 'next/headers';
import { z } from 'zod';
import { Me, Workspace } from '../../../protocol/index.ts';
import { pageNonceHeader, pageSessionHeader, pageWelcomeHeader, pageWorkspaceHeader } from './page-session-header.ts';

/**
 * Who asks for this page, for server components.
 * The session was already checked by `server/doors/http/pages.ts`, so this costs neither a query nor a second database pool.
 * @returns the signed-in person, or null
 */
export const pageSession = async (): Promise<Me | null> => {
  const value = (await headers()).get(pageSessionHeader);
  return value === null ? null : Me.parse(JSON.parse(decodeURIComponent(value)));
};

const PageWelcome = z.object({
  /** `first`: an empty installation; else who may make an account. */
  welcome: z.enum(['first', 'invited', 'open', 'domain', 'closed']),
  /** The name of who invited, where the address holds an invitation that can be used. */
  host: z.string().nullable(),
  /** Whose people may make an account, where it depends on the domain of their address: the first few. */
  domains: z.array(z.string()),
  /** Whether mail is sent here. */
  mail: z.boolean(),
  /** What the provider of single sign-on is called, where there is one. */
  provider: z.string().nullable(),
  /** Whether this browser has proved the first factor, and the second one is due. */
  secondStep: z.boolean(),
});
export type PageWelcome = z.infer<typeof PageWelcome>;

/** How somebody without a session gets in, for the pages that are about that. */
export const pageWelcome = async (): Promise<PageWelcome> => {
  const value = (await headers()).get(pageWelcomeHeader);
  return value === null
    ? { welcome: 'invited', host: null, domains: [], mail: false, provider: null, secondStep: false }
    : PageWelcome.parse(JSON.parse(decodeURIComponent(value)));
};

/** What everybody may know of the workspace; of whoever is not signed in, pages show them no more than its name. */
export const pageWorkspace = async (): Promise<Workspace | null> => {
  const value = (await headers()).get(pageWorkspaceHeader);
  return value === null ? null : Workspace.parse(JSON.parse(decodeURIComponent(value)));
};

/** The nonce that the page's policy gives its own inline scripts. */
export const pageNonce = async (): Promise<string | undefined> => (await headers()).get(pageNonceHeader) ?? undefined;
