import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type ClientEventName, type Failure, failure } from '../../protocol/index.ts';

type Budget = { points: number; seconds: number };

// Per person and instance. Generous for people and well-behaved bots, tight for a loop gone wild.
const budgets = {
  send: { points: 100, seconds: 5 },
  change: { points: 50, seconds: 5 },
  read: { points: 300, seconds: 5 },
  signal: { points: 100, seconds: 5 },
} satisfies Record<string, Budget>;

const budgetOf: Record<ClientEventName, keyof typeof budgets> = {
  sync: 'read',
  'conversation:create': 'change',
  'conversation:join': 'change',
  'conversation:leave': 'change',
  'conversation:update': 'change',
  'conversation:invite': 'change',
  'conversation:remove': 'change',
  'conversation:browse': 'read',
  'message:send': 'send',
  'message:history': 'read',
  'message:changes': 'read',
  'message:edit': 'change',
  'message:delete': 'change',
  'message:react': 'change',
  'message:search': 'read',
  'read:mark': 'signal',
  typing: 'signal',
  'people:list': 'read',
  'presence:watch': 'read',
  'ticket:list': 'read',
  'ticket:changes': 'read',
  'ticket:acknowledge': 'change',
  'ticket:assign': 'change',
  'ticket:resolve': 'change',
  'ticket:discuss': 'change',
};

/** How often a person may do what. */
export class RateLimits {
  readonly #limiters: Map<string, RateLimiterMemory> | undefined;

  /** @param factor multiplies every limit; 0 switches them off */
  constructor(factor: number) {
    if (factor === 0) return;
    this.#limiters = new Map(
      Object.entries(budgets).map(([name, { points, seconds }]) => [
        name,
        new RateLimiterMemory({ points: Math.max(1, Math.round(points * factor)), duration: seconds }),
      ]),
    );
  }

  /** @returns the refusal, or null when the request may go on */
  async refusal(event: ClientEventName, userId: string): Promise<Failure | null> {
    const limiter = this.#limiters?.get(budgetOf[event]);
    if (limiter === undefined) return null;
    try {
      await limiter.consume(userId);
      return null;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return failure('rate_limited', 'too many requests', Math.ceil(refusal.msBeforeNext));
    }
  }
}
