import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type Budget, budgets, type Failure, failure } from '../../../protocol/index.ts';

/** How often a person may do what, through whichever door. */
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

  /**
   * @param weight points that are taken; more than the whole budget costs the whole budget
   * @returns the refusal, or null when the request may go on
   */
  async refusal(budget: Budget, userId: string, weight = 1): Promise<Failure | null> {
    const limiter = this.#limiters?.get(budget);
    if (limiter === undefined) return null;
    try {
      await limiter.consume(userId, Math.min(weight, limiter.points));
      return null;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return failure('rate_limited', 'too many requests', Math.ceil(refusal.msBeforeNext));
    }
  }
}
