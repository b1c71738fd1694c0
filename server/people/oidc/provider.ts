import type { Configuration } from 'openid-client';
import { z } from 'zod';

export type ProviderSettings = {
  issuer: string;
  clientId: string;
  clientSecret: string | undefined;
  scopes: string;
  /** Where the provider sends people back to. */
  callback: string;
};

/** What must be the same when somebody comes back as when they were sent off. */
export const Checks = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });
export type Checks = z.infer<typeof Checks>;

/** What the provider says about somebody. `verified` only where it says so itself. */
export type Profile = { subject: string; email: string | null; verified: boolean; name: string | null };

const Claims = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().max(320).optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  name: z.string().max(500).optional().catch(undefined),
});

/** Seconds that the provider may take for an answer. */
const patience = 10;

const library = () => import('openid-client');

/**
 * The provider of single sign-on: authorization code with PKCE, state and nonce. What it offers is asked when somebody first
 * needs it, and again as long as it does not answer: an installation starts without it.
 */
export class Provider {
  readonly #settings: ProviderSettings;
  #opening: Promise<Configuration> | undefined;

  constructor(settings: ProviderSettings) {
    this.#settings = settings;
  }

  /**
   * @returns where to send somebody, and what to check when they come back
   * @throws when the provider does not answer
   */
  async begin(): Promise<{ address: string; checks: Checks }> {
    const configuration = await this.#open();
    const oidc = await library();
    const checks = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
    const address = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#settings.callback,
      scope: this.#settings.scopes,
      code_challenge: await oidc.calculatePKCECodeChallenge(checks.verifier),
      code_challenge_method: 'S256',
      state: checks.state,
      nonce: checks.nonce,
    });
    return { address: address.href, checks };
  }

  /**
   * @param query what the provider sent somebody back with
   * @throws when it is not the answer to what was asked, or the provider does not answer
   */
  async finish(query: URLSearchParams, { state, nonce, verifier }: Checks): Promise<Profile> {
    const configuration = await this.#open();
    const oidc = await library();
    const address = new URL(`${this.#settings.callback}?${query}`);
    const tokens = await oidc.authorizationCodeGrant(configuration, address, {
      ...{ pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce },
      idTokenExpected: true,
    });
    const claims = Claims.parse(tokens.claims());
    // Many say no more than the subject in the token, and the rest where one asks with it.
    const isWhole = claims.email !== undefined || configuration.serverMetadata().userinfo_endpoint === undefined;
    const said = isWhole
      ? claims
      : Claims.parse(await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub));
    return {
      subject: claims.sub,
      email: said.email?.trim().toLowerCase() ?? null,
      verified: said.email_verified === true,
      name: said.name ?? null,
    };
  }

  #open(): Promise<Configuration> {
    this.#opening ??= this.#discover().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const { allowInsecureRequests, ClientSecretBasic, discovery, None } = await library();
    const authentication = clientSecret === undefined ? None() : ClientSecretBasic(clientSecret);
    // The setting allows http for this machine only.
    const execute = issuer.startsWith('http://') ? [allowInsecureRequests] : [];
    return discovery(new URL(issuer), clientId, undefined, authentication, { execute, timeout: patience });
  }
}
