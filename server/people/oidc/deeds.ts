import type { z } from 'zod';
import { type accountRequests, failure, paths } from '../../../protocol/index.ts';
import type { FrequentActs } from '../../audit/index.ts';
import type { Config } from '../../config.ts';
import type { SecurityLog } from '../../engine/ops/security-log.ts';
import type { Database } from '../../engine/store/database.ts';
import { type AccountCall, ownerOf, refuse } from '../account-call.ts';
import type { Admission, AdmissionReason } from '../admission.ts';
import type { Newcomers } from '../newcomers.ts';
import type { SessionStart } from '../session-start.ts';
import { endFormerSession } from '../sign-in-result.ts';
import { type Entered, Entrance, nameOf, providerId } from './entrance.ts';
import { type Journey, Journeys } from './journey.ts';
import { type Profile, Provider } from './provider.ts';

type Requests = typeof accountRequests;
type Call<D extends keyof Requests> = AccountCall<z.output<Requests[D]>>;

/** Why somebody whom the provider sent back is not let in: in the address of the page that says it. */
type Reason =
  | 'PROVIDER_FAILED'
  | 'PROVIDER_REFUSED'
  | 'JOURNEY_OVER'
  | 'BANNED_USER'
  | 'ADDRESS_NOT_VERIFIED'
  | 'ADDRESS_NOT_CONFIRMED'
  | 'LINKED_TO_ANOTHER'
  | AdmissionReason;

const reasons: Record<Exclude<Entered['outcome'], 'in' | 'unknown'>, Reason> = {
  blocked: 'BANNED_USER',
  not_verified: 'ADDRESS_NOT_VERIFIED',
  not_confirmed: 'ADDRESS_NOT_CONFIRMED',
};

type Options = {
  settings: { issuer: string; clientId: string; clientSecret: string | undefined; scopes: string };
  publicUrl: string;
  secret: string;
  database: Database;
  admission: Admission;
  newcomers: Newcomers;
  start: SessionStart;
  security: SecurityLog;
  frequentActs: FrequentActs;
};

/** Signing in with the account of an organisation. */
export class SingleSignOn {
  readonly #provider: Provider;
  readonly #journeys: Journeys;
  readonly #entrance: Entrance;
  readonly #options: Options;

  constructor(options: Options) {
    const { settings, publicUrl, secret, database } = options;
    this.#options = options;
    this.#provider = new Provider({ ...settings, callback: `${publicUrl}${paths.auth}/oidc/callback` });
    this.#journeys = new Journeys({ secret, isSecure: publicUrl.startsWith('https://') });
    this.#entrance = new Entrance(database);
  }

  /** Sends somebody to the provider, to sign in there, or to link an account of theirs. */
  async begin(call: Call<'beginOidc'>, link: string | null): Promise<Response> {
    const { next, invitation } = call.input;
    const begun = await this.#provider.begin().catch((error: unknown) => {
      this.#options.security.refused('provider_failed', { address: call.address, err: error });
      return null;
    });
    if (begun === null) return refuse('PROVIDER_FAILED', failure('unavailable', 'the provider does not answer', 5_000));
    const journey = { checks: begun.checks, next, link, ...(invitation !== undefined && { invitation }) };
    const headers = { 'cache-control': 'no-store', 'set-cookie': await this.#journeys.pack(journey) };
    return Response.json({ ok: true, data: { address: begun.address } }, { headers });
  }

  /** Takes somebody back whom the provider sends. */
  async finish(call: Call<'finishOidc'>): Promise<Response> {
    const journey = await this.#journeys.unpack(call.cookie);
    if (journey === null) return this.#turnAway(call, 'JOURNEY_OVER', null);
    const { code, error } = call.input;
    if (error !== undefined || code === undefined) return this.#turnAway(call, 'PROVIDER_REFUSED', journey);
    let profile: Profile;
    try {
      profile = await this.#provider.finish(call.query, journey.checks);
    } catch (failed) {
      this.#options.security.refused('provider_failed', { address: call.address, err: failed });
      return this.#turnAway(call, 'PROVIDER_FAILED', journey);
    }
    return journey.link === null
      ? this.#signIn(call, journey, profile)
      : this.#link(call, journey, journey.link, profile);
  }

  async unlink(call: Call<'unlinkOidc'>): Promise<Response> {
    const { me } = ownerOf(call);
    if (!(await this.#entrance.unlink(me.id, call.address)))
      return refuse('ONLY_WAY_IN', failure('conflict', 'there would be no way in any more: set a password first'));
    this.#options.security.note('provider_unlinked', { address: call.address, userId: me.id });
    return Response.json({ ok: true, data: null });
  }

  isLinked(userId: string): Promise<boolean> {
    return this.#entrance.isLinked(userId);
  }

  async #link(call: Call<'finishOidc'>, journey: Journey, userId: string, profile: Profile): Promise<Response> {
    // Who went away signed in must have come back so: else a link would be made for somebody who has left.
    if (call.identity?.me.id !== userId) return this.#turnAway(call, 'JOURNEY_OVER', journey);
    if (!(await this.#entrance.link(userId, profile, call.address)))
      return this.#turnAway(call, 'LINKED_TO_ANOTHER', journey);
    this.#options.security.note('provider_linked', { address: call.address, userId });
    return this.#go(journey.next, []);
  }

  async #signIn(call: Call<'finishOidc'>, journey: Journey, profile: Profile): Promise<Response> {
    const { address, userAgent } = call;
    const found = await this.#enter(journey, profile, address);
    if ('reason' in found) return this.#turnAway(call, found.reason, journey);
    const begun = await this.#options.start.begin(found.userId, { address, userAgent });
    if (begun === null) return this.#turnAway(call, 'BANNED_USER', journey);
    await endFormerSession(this.#options.database, call);
    const event = begun.waits ? 'second_factor_due' : 'signed_in';
    this.#options.security.note(event, { address, userId: found.userId, by: 'provider' });
    if (!begun.waits)
      await this.#options.frequentActs.record({ actorId: found.userId, action: 'session.begin', address });
    const next = begun.waits ? `/sign-in?${new URLSearchParams({ next: journey.next })}` : journey.next;
    return this.#go(next, [begun.cookie]);
  }

  async #enter(
    { invitation }: Journey,
    profile: Profile,
    address: string,
  ): Promise<{ userId: string } | { reason: Reason }> {
    // Once more when somebody took an address or an invitation a moment before: the rules then say which.
    for (const isLast of [false, true]) {
      const entered = await this.#entrance.enter(profile, address);
      if (entered.outcome === 'in') return entered;
      if (entered.outcome !== 'unknown') return { reason: reasons[entered.outcome] };
      // Unknown are only those whose address the provider has verified: see enter_by_provider.
      const { email, subject } = profile;
      const admitted = await this.#options.admission.admit({ invitation, email, isProved: true }, address);
      if (!admitted.ok) return admitted;
      const way = { provider: providerId, subject } as const;
      const made = await this.#options.newcomers.make(
        { ...{ name: nameOf(profile), email, way, address }, isProved: true, ticket: admitted.ticket },
        async () => null,
      );
      if (made.outcome === 'made') {
        this.#options.security.note('signed_up', { address, userId: made.userId, by: 'provider' });
        return made;
      }
      if (isLast) break;
    }
    return { reason: 'PROVIDER_FAILED' };
  }

  async #turnAway(call: Call<'finishOidc'>, reason: Reason, journey: Journey | null): Promise<Response> {
    const { address } = call;
    this.#options.security.refused('sign_in_refused', { address, reason, by: 'provider' });
    const detail = { reason };
    await this.#options.frequentActs.record({ actorId: null, action: 'session.begin', detail, address, refused: true });
    if (journey?.link) return this.#go(`/settings?${new URLSearchParams({ refused: reason })}#sign-in`, []);
    const query = new URLSearchParams({ refused: reason, ...(journey && { next: journey.next }) });
    return this.#go(`/sign-in?${query}`, []);
  }

  #go(path: string, cookies: readonly string[]): Response {
    const headers = new Headers({ location: `${this.#options.publicUrl}${path}`, 'cache-control': 'no-store' });
    for (const cookie of [this.#journeys.ended, ...cookies]) headers.append('set-cookie', cookie);
    return new Response(null, { status: 302, headers });
  }
}

/** @returns single sign-on, where a provider is set */
export const openSingleSignOn = (
  config: Config,
  rest: Omit<Options, 'settings' | 'publicUrl'>,
): SingleSignOn | null => {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = config;
  if (issuer === undefined || clientId === undefined) return null;
  const settings = { issuer, clientId, clientSecret: config.OIDC_CLIENT_SECRET, scopes: config.OIDC_SCOPES };
  return new SingleSignOn({ ...rest, settings, publicUrl: config.PUBLIC_URL });
};
