import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { z } from 'zod';
import { Checks } from './provider.ts';

/** Seconds that somebody may take at the provider. */
const lasting = 600;

const Journey = z.object({
  checks: Checks,
  /** Where to go afterwards. */
  next: z.string(),
  /** The person whose account is to be linked; null for who signs in. */
  link: z.string().nullable(),
  /** What lets a newcomer in. */
  invitation: z.string().optional(),
  endsAt: z.number(),
});
/** What is remembered of somebody while they are at the provider. */
export type Journey = Omit<z.infer<typeof Journey>, 'endsAt'>;

/**
 * Remembered in the browser that went, and nowhere else: encrypted, in a cookie that only this site gets. Whoever is sent an
 * answer of the provider by somebody else has no such cookie.
 */
export class Journeys {
  readonly #secret: string;
  readonly #name: string;
  readonly #attributes: string;

  constructor(options: { secret: string; isSecure: boolean }) {
    this.#secret = options.secret;
    this.#name = options.isSecure ? '__Host-switchboard.journey' : 'switchboard.journey';
    this.#attributes = `Path=/; HttpOnly; SameSite=Lax${options.isSecure ? '; Secure' : ''}`;
  }

  /** @returns the cookie to set */
  async pack(journey: Journey): Promise<string> {
    const data = JSON.stringify({ ...journey, endsAt: Date.now() + lasting * 1_000 });
    const sealed = await symmetricEncrypt({ key: this.#secret, data });
    return `${this.#name}=${encodeURIComponent(sealed)}; Max-Age=${lasting}; ${this.#attributes}`;
  }

  /** @returns the cookie that removes it */
  get ended(): string {
    return `${this.#name}=; Max-Age=0; ${this.#attributes}`;
  }

  /** @returns what was packed into the cookie of a request, or null when there is none that holds */
  async unpack(header: string | null): Promise<Journey | null> {
    const values = (header ?? '').split(';').map((pair) => pair.trim());
    const found = values.filter((pair) => pair.startsWith(`${this.#name}=`));
    const sealed = found.length === 1 ? decodeURIComponent(found[0]?.slice(this.#name.length + 1) ?? '') : '';
    try {
      const { endsAt, ...journey } = Journey.parse(
        JSON.parse(await symmetricDecrypt({ key: this.#secret, data: sealed })),
      );
      return endsAt > Date.now() ? journey : null;
    } catch {
      // Another secret, another version, or nothing of ours: the same as none.
      return null;
    }
  }
}
