import type { IncomingHttpHeaders } from 'node:http';
import { type Failure, failure, paths, type Result, success } from '../../../protocol/index.ts';
import { type Asker, type Dispatcher, isEvent } from '../../engine/events/dispatch.ts';
import { costOf, type Peers } from '../../engine/events/peers.ts';
import type { Sessions } from '../../people/index.ts';
import { type Access, answerWith, type Route } from './route.ts';
import { tokenIn } from './token.ts';

const jsonType = /^application\/json *(;|$)/i;
const unsupportedMediaType = 415;

const needsToken = failure('unauthenticated', 'send an API token: Authorization: Bearer …');

/** No cookie is looked at here: a page of somebody else can send one, but never a token. */
export const whoHasAToken: Access = {
  who: 'whoever has an API token; then as the event says',
  admits: ({ headers }) => tokenIn(headers) !== undefined,
  otherwise: needsToken,
};

const eventIn = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(paths.events.length + 1));

/** A refusal with the status that it has, where that does not follow from its code. */
type Unread = { refusal: Failure; status?: number };

const payloadIn = (headers: IncomingHttpHeaders, body: Buffer): Result<unknown> | Unread => {
  if (body.length === 0) return success({});
  if (!jsonType.test(headers['content-type'] ?? ''))
    return {
      refusal: failure('invalid', 'content-type: must be application/json'),
      status: unsupportedMediaType,
    };
  try {
    return success(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch {
    return { refusal: failure('invalid', 'body: is not JSON') };
  }
};

type Options = {
  dispatcher: Pick<Dispatcher, 'answer' | 'refuse'>;
  sessions: Pick<Sessions, 'byApiToken'>;
  peers: Pick<Peers, 'visit' | 'keptOutFor' | 'charge' | 'fault'>;
};

/**
 * Answers what is asked over HTTP, with the handlers and from the budgets that sockets have. What somebody has used up
 * cannot be held back here, as it is on a connection: it is refused until it has come back.
 */
export const answerEvents =
  ({ dispatcher, sessions, peers }: Options): Route['answer'] =>
  async ({ request, headers, body, address }) => {
    const identity = await sessions.byApiToken(tokenIn(headers) ?? '');
    if (identity === null) return answerWith(failure('unauthenticated', 'the API token is unknown or has ended'));
    const { me, sessionId, scopes } = identity;
    const peer = peers.visit(me.id);
    const wait = Math.max(peers.keptOutFor(peer), peers.charge(peer, costOf(body.length)));
    if (wait > 0) return answerWith(failure('rate_limited', 'too many requests', Math.ceil(wait)));
    const asker: Asker = { me, sessionId, scopes, address, fault: () => void peers.fault(peer) };
    const name = eventIn(request.url);
    if (!isEvent(name))
      return answerWith(dispatcher.refuse(asker, 'unknown_event', failure('not_found', 'unknown event')));
    const payload = payloadIn(headers, body);
    if ('refusal' in payload) return answerWith(dispatcher.refuse(asker, 'body', payload.refusal), payload.status);
    return answerWith(payload.ok ? await dispatcher.answer(name, [payload.data], asker) : payload);
  };
