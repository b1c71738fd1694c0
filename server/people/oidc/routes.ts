import { failure } from '../../../protocol/index.ts';
import { type AccountCall, ownerOf, refuse } from '../account-call.ts';
import type { AccountServices } from '../account-services.ts';
import type { SingleSignOn } from './deeds.ts';

/** Does something with the provider, where there is one; else the route is not there. */
export const withProvider =
  <Input>(
    { singleSignOn }: AccountServices,
    deed: (provider: SingleSignOn, call: AccountCall<Input>) => Promise<Response>,
  ) =>
  async (call: AccountCall<Input>): Promise<Response> =>
    singleSignOn === null ? refuse('NOT_FOUND', failure('not_found', 'not found')) : deed(singleSignOn, call);

/** Whose account a link is for. */
export const linkFor = (call: AccountCall<unknown>): string => ownerOf(call).me.id;
