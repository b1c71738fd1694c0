import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';

/** Somebody whom the provider knows. */
export type Someone = { sub: string; email?: string; email_verified?: boolean; name?: string };

const clientId = 'switchboard';
const clientSecret = 'a secret of the tests';

/** What an instance needs to know of a provider that will listen on a port. */
export const providerSettings = (port: number): Record<string, string> => ({
  OIDC_ISSUER: `http://localhost:${port}`,
  OIDC_CLIENT_ID: clientId,
  OIDC_CLIENT_SECRET: clientSecret,
  OIDC_NAME: 'Example Login',
});

/** A real provider of single sign-on. Whoever comes types who they are, and is believed. */
export type IdentityProvider = {
  knows(someone: Someone): void;
  close(): Promise<void>;
};

const loginPage = `<!doctype html><title>Example Login</title>
<form method="post"><label>Who are you? <input name="sub"></label><button>Sign in</button></form>`;

const bodyOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString());
};

const interact = async (provider: Provider, request: IncomingMessage, response: ServerResponse) => {
  if (request.method === 'GET') {
    response.setHeader('content-type', 'text/html');
    response.end(loginPage);
    return;
  }
  const accountId = (await bodyOf(request)).get('sub') ?? '';
  const result = accountId === '' ? { error: 'access_denied' } : { login: { accountId } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
};

/** @param callbacks where it sends people back to */
export const startIdentityProvider = async (port: number, callbacks: string[]): Promise<IdentityProvider> => {
  const people = new Map<string, Someone>();
  const provider = new Provider(`http://localhost:${port}`, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: callbacks }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['a key of the tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: async () => people.get(sub) ?? { sub } }),
    // Nobody is asked what may be told.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  const server = createServer((request, response) => {
    const asked = request.url?.startsWith('/interaction/')
      ? interact(provider, request, response)
      : answer(request, response);
    Promise.resolve(asked).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  server.listen(port, 'localhost');
  await once(server, 'listening');
  return {
    knows: (someone) => void people.set(someone.sub, someone),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};
