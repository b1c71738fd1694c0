import type { IncomingHttpHeaders } from 'node:http';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type Failure, failure, limits, notFound, pageOfHeader, paths, pictureSizes } from '../../../protocol/index.ts';
import { type Identity, isForeign, type Sessions } from '../../people/index.ts';
import type { Pictures } from '../../pictures/index.ts';
import type { Workspace } from '../../workspace/index.ts';
import { type Access, answerWith, type Call, type Route } from './route.ts';
import { tokenIn } from './token.ts';

type Options = {
  sessions: Pick<Sessions, 'byApiToken' | 'byCookie'>;
  pictures: Pick<Pictures, 'add' | 'read'>;
  workspace: Pick<Workspace, 'isLogo'>;
  allowedOrigins: ReadonlySet<string>;
  /** Multiplies the limits; 0 switches them off. */
  rateLimitFactor: number;
};

const whoIsSignedIn: Access = { who: 'whoever is signed in, by cookie or API token' };
const whoMaySee: Access = {
  who: 'whoever is signed in, by cookie or API token; the picture of the workspace: everybody',
};

// A picture is called by what is in it: under this address it never changes. Nothing in it can be run.
const pictureHeaders = {
  'content-type': 'image/webp',
  'cache-control': 'private, max-age=31536000, immutable',
  'content-security-policy': "default-src 'none'; sandbox",
  'content-disposition': 'inline',
};

const address = new RegExp(`/([0-9a-f]{64})/(${pictureSizes.join('|')})$`);

const needsSession = failure('unauthenticated', 'sign in first');

const identify = (sessions: Options['sessions'], headers: IncomingHttpHeaders): Promise<Identity | null> => {
  const token = tokenIn(headers);
  return token === undefined ? sessions.byCookie(headers.cookie) : sessions.byApiToken(token);
};

const limiterOf = (factor: number) =>
  factor === 0
    ? undefined
    : new RateLimiterMemory({ points: Math.max(1, Math.round(limits.picturesPerHour * factor)), duration: 3_600 });

const tooOften = async (limiter: RateLimiterMemory | undefined, userId: string): Promise<Failure | null> => {
  try {
    await limiter?.consume(userId);
    return null;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return failure('rate_limited', 'too many pictures', Math.ceil(refusal.msBeforeNext));
  }
};

/** Takes a picture, draws it anew, and answers what it is called. What shows it is said elsewhere. */
const takePicture = ({ sessions, pictures, allowedOrigins, rateLimitFactor }: Options): Route['answer'] => {
  const limiter = limiterOf(rateLimitFactor);
  const refusalOf = async ({ request, headers, body }: Call): Promise<Failure | null> => {
    const identity = await identify(sessions, headers);
    if (identity === null) return needsSession;
    if (tokenIn(headers) === undefined && isForeign(request.headers, allowedOrigins))
      return failure('forbidden', 'origin: is not one of ALLOWED_ORIGINS');
    const pageOf = request.headers.get(pageOfHeader);
    if (pageOf !== null && pageOf !== identity.me.id)
      return failure('conflict', 'the session is not of the person this page was made for');
    if (body.length === 0) return failure('invalid', 'body: is empty');
    return tooOften(limiter, identity.me.id);
  };
  return async (call) => {
    const refusal = await refusalOf(call);
    return answerWith(refusal ?? (await pictures.add(call.body)));
  };
};

/** Shows a picture to whoever is signed in, and the workspace's own to everybody. */
const showPicture =
  ({ sessions, pictures, workspace }: Pick<Options, 'sessions' | 'pictures' | 'workspace'>): Route['answer'] =>
  async ({ request, headers }) => {
    const [, id, size] = address.exec(new URL(request.url).pathname) ?? [];
    const wanted = pictureSizes.find((known) => String(known) === size);
    const isKnown = (await identify(sessions, headers)) !== null || (id !== undefined && (await workspace.isLogo(id)));
    if (!isKnown) return answerWith(needsSession);
    if (wanted === undefined || id === undefined) return answerWith(notFound());
    const bytes = await pictures.read(id, wanted);
    return bytes === null ? answerWith(notFound()) : new Response(bytes, { headers: pictureHeaders });
  };

/** Pictures, which come and go over HTTP: they are sent by pages, with their cookie, and by programs. */
export const pictureRoutes = (options: Options): Route[] => [
  {
    ...{ path: paths.pictures, methods: ['POST'], access: whoIsSignedIn, bodyBytes: limits.pictureBytes },
    answer: takePicture(options),
  },
  {
    ...{ path: `${paths.pictures}/*`, methods: ['GET'], access: whoMaySee, bodyBytes: 0 },
    answer: showPicture(options),
  },
];
