import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Random } from '../../../scripts/installation/random.ts';
import type { Post } from '../checker/incoming.ts';

const Answer = z.object({ data: z.object({ id: z.string() }) });

/** Milliseconds between two posts, for an answer, until it is tried again, and until it is given up. */
const [pace, patience, pause, longest] = [500, 5_000, 250, 60_000];
/** How often something is posted twice at once, and how often once more though it was answered. */
const [twice, again] = [0.1, 0.1];
/** It cannot be done now, or whoever stands before the instances found none. */
const passing = new Set([502, 503, 504]);

/** A program that posts by an incoming webhook, and posts again, under the same key, what it saw no answer to. */
export class Poster {
  readonly posts: Post[] = [];
  readonly #url: string;
  readonly #random: Random;
  readonly #open = new Set<Promise<void>>();
  #beginning: Promise<void> | undefined;
  #isResting = false;

  constructor(url: string, random: Random) {
    this.#url = url;
    this.#random = random;
  }

  begin(): void {
    this.#beginning = this.#run();
  }

  /** Begins nothing new, and waits until everything is answered, or given up. */
  async rest(): Promise<void> {
    this.#isResting = true;
    await this.#beginning;
    await Promise.all(this.#open);
  }

  async #run(): Promise<void> {
    while (!this.#isResting) {
      const key = `build-${this.posts.length + 1}`;
      const post: Post = { key, body: `${key} has passed`, answers: [], refusals: [] };
      this.posts.push(post);
      const posting: Promise<void> = this.#untilAnswered(post).finally(() => this.#open.delete(posting));
      this.#open.add(posting);
      await delay(pace);
    }
  }

  async #untilAnswered(post: Post): Promise<void> {
    const end = Date.now() + longest;
    do {
      await Promise.all(Array.from({ length: this.#random.chance(twice) ? 2 : 1 }, () => this.#post(post)));
      if (post.answers.length > 0 && !this.#random.chance(again)) return;
      await delay(pause);
    } while (Date.now() < end);
  }

  async #post({ key, body, answers, refusals }: Post): Promise<void> {
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ body }),
        signal: AbortSignal.timeout(patience),
      });
      const text = await response.text();
      if (response.ok) answers.push(Answer.parse(JSON.parse(text)).data.id);
      else if (!passing.has(response.status)) refusals.push(`${response.status}: ${text.slice(0, 200)}`);
    } catch {
      // No answer was seen: it may be there or not, and the same key finds out.
    }
  }
}
