import { failure, limits, notFound, paths, type Result } from '../../../protocol/index.ts';
import { costOf, type Peers } from '../../engine/events/peers.ts';
import type { RateLimits } from '../../engine/events/rate-limits.ts';
import { addressGroup } from '../../engine/ops/address-group.ts';
import { type Arrivals, type Post, readPost } from '../../hooks/index.ts';
import { statusOf } from './respond.ts';
import { answerWith, type Route } from './route.ts';

type Options = {
  arrivals: Pick<Arrivals, 'find' | 'post'>;
  limits: Pick<RateLimits, 'refusal'>;
  peers: Pick<Peers, 'visit' | 'keptOutFor' | 'charge' | 'fault'>;
};

const keyHeader = 'idempotency-key';

const secretIn = (url: string): string => new URL(url).pathname.slice(paths.hooks.length + 1);

const faults = {
  invalid_payload: failure('invalid', 'body: neither {"body": …} nor what Slack’s webhooks take'),
  no_text: failure('invalid', 'body: says nothing'),
  too_long: failure('too_large', `body: longer than ${limits.messageBody} characters`),
} as const;

/** In the words that Slack answers with, which programs that were made for it look at. */
const slackWords = (result: Result<unknown>, fault?: keyof typeof faults): string => {
  if (result.ok) return 'ok';
  if (fault) return fault;
  if (result.error.data?.reason === 'archived') return 'channel_is_archived';
  return result.error.code === 'not_found' ? 'channel_not_found' : result.error.code;
};

const slackStatus = (result: Result<unknown>): number =>
  !result.ok && result.error.data?.reason === 'archived' ? 410 : statusOf(result);

const answerIn = (style: Post['style'], result: Result<unknown>, fault?: keyof typeof faults): Response => {
  if (style === 'ours') return answerWith(result);
  return new Response(slackWords(result, fault), {
    status: slackStatus(result),
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
};

/**
 * Answers what is posted to incoming webhooks. Who posts, and how much, is judged before anything is parsed: by address for who
 * knows no secret, and by hook, from the budget that its bot has.
 */
export const answerHooks =
  ({ arrivals, limits: budgets, peers }: Options): Route['answer'] =>
  async ({ request, headers, body, address }) => {
    // A name that is no person's: what somebody tries from an address counts together.
    const stranger = peers.visit(`hooks from ${addressGroup(address)}`);
    const tooOften = (wait: number) => answerWith(failure('rate_limited', 'too many requests', Math.ceil(wait)));
    const keptOut = peers.keptOutFor(stranger);
    if (keptOut > 0) return tooOften(keptOut);
    const hook = await arrivals.find(secretIn(request.url));
    if (hook === null) {
      peers.fault(stranger);
      return answerWith(notFound());
    }
    const wait = peers.charge(peers.visit(hook.botId), costOf(body.length));
    if (wait > 0) return tooOften(wait);
    const refused = await budgets.refusal('send', hook.botId);
    if (refused) return answerWith(refused);
    const key = headers[keyHeader];
    if (typeof key === 'string' && (key === '' || key.length > limits.hookKey))
      return answerWith(failure('invalid', `${keyHeader}: 1 to ${limits.hookKey} characters`));
    const post = readPost(headers['content-type'] ?? '', body, hook.mentions);
    if ('fault' in post) return answerIn(post.style, faults[post.fault], post.fault);
    return answerIn(post.style, await arrivals.post(hook, post.body, typeof key === 'string' ? key : undefined));
  };
