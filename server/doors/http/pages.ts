import type { IncomingMessage, ServerResponse } from 'node:http';
import next from 'next';
import { failure } from '../../../protocol/index.ts';
import type { Config } from '../../config.ts';
import { isPassing } from '../../engine/store/database.ts';
import type { Sessions } from '../../people/index.ts';
import type { Workspace } from '../../workspace/index.ts';
import { type Failures, requestIdHeader } from './failures.ts';
import { onPageError } from './page-errors.ts';
import { createPagePolicy } from './page-policy.ts';
import { pageNonceHeader, pageSessionHeader, pageWelcomeHeader, pageWorkspaceHeader } from './page-session-header.ts';
import { respond } from './respond.ts';
import { dropWrongRouterState } from './router-state.ts';
import type { Pages } from './server.ts';
import { collector } from './upgrades.ts';
import { showWaitingPage, wantsPage } from './waiting-page.ts';
import { welcomeOf } from './welcome.ts';

/** Next.js, ready to render the pages of `app/`. */
export type Renderer = {
  handle: ReturnType<ReturnType<typeof next>['getRequestHandler']>;
  /** Never listens; gets the upgrades of hot reload in development, and nothing else. */
  upgrades: ReturnType<typeof collector>;
  close(): Promise<void>;
};

/** Where a page in development asks for what has changed. */
export const hotReload = '/_next/hmr';

/**
 * Loads Next.js. Apart from serving, because it needs neither the database nor the sessions.
 * @param directory the folder that holds `app/` and `.next/`
 */
export const prepareRenderer = async (options: { directory: string; development: boolean }): Promise<Renderer> => {
  const { directory, development } = options;
  // Next.js would take every upgrade of the server it is given.
  const upgrades = collector();
  // Nobody asked for it, and the line that announces it hides the one with the address.
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  // Quiet, because what fails is written by Failures, once and as one line.
  const app = next({ dev: development, dir: directory, httpServer: upgrades, quiet: !development });
  await app.prepare();
  return { handle: app.getRequestHandler(), upgrades, close: () => app.close() };
};

// Paths that are the same for everybody: who asks does not matter.
const isAsset = (url: string | undefined) => url?.startsWith('/_next/') === true;
const readOnly = new Set(['GET', 'HEAD']);

/** What Next.js believes without asking who says it: only this server may. */
const believed = /^(?:content-security-policy.*|x-forwarded-.*|x-request-id|x-switchboard-.*)$/;

// What Next.js keeps for itself: below it lies a page that was made at build time and so carries no nonce.
const isInternal = (path: string) => path.startsWith('/_') && !isAsset(path);
/** A path of Next's own that is the page for what is missing, whoever asks. */
const missingPath = '/_not-found';

const dropBelieved = ({ headers }: IncomingMessage): void => {
  for (const name of Object.keys(headers)) if (believed.test(name)) delete headers[name];
};

type Options = {
  config: Pick<Config, 'ALLOWED_ORIGINS' | 'PUBLIC_URL' | 'SMTP_URL' | 'OIDC_ISSUER' | 'OIDC_NAME' | 'development'>;
  sessions: Pick<Sessions, 'byCookie' | 'waitingByCookie'>;
  admission: Parameters<typeof welcomeOf>[0];
  workspace: Pick<Workspace, 'view'>;
  failures: Failures;
};

const sayWhoAsks = async (
  request: IncomingMessage,
  { config, sessions, admission, workspace }: Options,
): Promise<void> => {
  const [identity, view] = await Promise.all([sessions.byCookie(request.headers.cookie), workspace.view()]);
  request.headers[pageWorkspaceHeader] = encodeURIComponent(JSON.stringify(view));
  if (identity) request.headers[pageSessionHeader] = encodeURIComponent(JSON.stringify(identity.me));
  else
    request.headers[pageWelcomeHeader] = await welcomeOf(admission, request.url, {
      mail: config.SMTP_URL !== undefined,
      provider: config.OIDC_ISSUER === undefined ? null : config.OIDC_NAME,
      secondStep: async () => (await sessions.waitingByCookie(request.headers.cookie)) !== null,
    });
};

/** Takes away what others claim, and says what only this server knows. @returns the id of the request */
const createBriefing = ({ ALLOWED_ORIGINS: origins, PUBLIC_URL, development }: Options['config']) => {
  const policyFor = createPagePolicy({ origins, development });
  const protocol = new URL(PUBLIC_URL).protocol.slice(0, -1);
  return (request: IncomingMessage, response: ServerResponse): string => {
    dropBelieved(request);
    dropWrongRouterState(request.headers);
    const { nonce, policy } = policyFor(request.headers.host);
    const id = String(response.getHeader(requestIdHeader));
    response.setHeader('content-security-policy', policy);
    // From here Next.js takes the nonce for the scripts it writes; a page takes it from the other header.
    request.headers['content-security-policy'] = policy;
    request.headers[pageNonceHeader] = nonce;
    request.headers['x-forwarded-proto'] = protocol;
    request.headers[requestIdHeader] = id;
    return id;
  };
};

/**
 * The pages of `app/`, rendered by Next.js in this process. Each request carries, in headers that only this server
 * can set, who is asking and which nonce its scripts have. Pages are only read: nothing in `app/` takes a body.
 */
export const createPages = ({ handle }: Pick<Renderer, 'handle'>, options: Options): Pages => {
  const { config, failures } = options;
  const brief = createBriefing(config);
  const rendering = new Map<string, { request: IncomingMessage; response: ServerResponse }>();
  onPageError((error, requestId) => {
    const failed = rendering.get(requestId);
    if (failed) failures.report(failed.request, failed.response, error);
  });
  const render = async (request: IncomingMessage, response: ServerResponse) => {
    const id = brief(request, response);
    rendering.set(id, { request, response });
    try {
      if (!isAsset(request.url)) await sayWhoAsks(request, options);
      await handle(request, response);
    } catch (error) {
      if (!isPassing(error) || response.headersSent || !wantsPage(request)) throw error;
      failures.report(request, response, error);
      showWaitingPage(response);
    } finally {
      rendering.delete(id);
    }
  };
  const missing = (request: IncomingMessage, response: ServerResponse) => {
    request.url = missingPath;
    return render(request, response);
  };
  return {
    missing,
    show: async (request, response) => {
      // Next's own tools post to it while one develops.
      if (!config.development && !readOnly.has(request.method ?? '')) return refuse(request, response);
      return isInternal(request.url ?? '/') ? missing(request, response) : render(request, response);
    },
  };
};

const refuse = (request: IncomingMessage, response: ServerResponse): void => {
  const headers = { allow: [...readOnly].join(', ') };
  respond(request, response, failure('not_found', 'pages can only be read'), { status: 405, headers });
};
