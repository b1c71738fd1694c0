import type { z } from 'zod';
import { type accountRequests, failure, type PasswordOwner, passwordWeakness } from '../../protocol/index.ts';
import type { AuditEntry } from '../audit/index.ts';
import { type AccountCall, refuse } from './account-call.ts';
import type { AccountServices } from './account-services.ts';
import type { Ticket } from './admission.ts';
import { trustedHeaders, withHashed } from './auth.ts';
import { inAuthTransaction } from './auth-transaction.ts';
import { isCommonPassword } from './common-passwords.ts';
import { endFormerSession, readUserId } from './sign-in-result.ts';

const weaknesses = {
  short: ['PASSWORD_TOO_SHORT', 'shorter than 8 characters'],
  long: ['PASSWORD_TOO_LONG', 'longer than 128 characters'],
  repeated: ['PASSWORD_REPEATED', 'one character over and over, or nothing but blanks'],
  personal: ['PASSWORD_PERSONAL', 'the name or e-mail address itself'],
  common: ['PASSWORD_COMMON', 'one of those that everybody tries first'],
} as const;

/** @returns why a new password is refused, or null */
export const weakPassword = async (field: string, password: string, owner: PasswordOwner): Promise<Response | null> => {
  const weakness = passwordWeakness(password, owner) ?? ((await isCommonPassword(password)) ? 'common' : null);
  if (weakness === null) return null;
  const [reason, message] = weaknesses[weakness];
  return refuse(reason, failure('invalid', `${field}: ${message}`));
};

type SignUp = z.output<typeof accountRequests.signUp>;

// better-auth's word for an insert that failed. The database refuses what was taken a moment before: the first account, an
// invitation, an e-mail address. Asked once more, the rules say which.
const wasTaken = async (response: Response): Promise<boolean> =>
  response.status === 422 && (await response.clone().text()).includes('FAILED_TO_CREATE_USER');

const entryOf =
  (address: string, ticket: Ticket) =>
  async (response: Response): Promise<AuditEntry> => {
    const userId = await readUserId(response);
    if (userId === undefined) throw new Error('better-auth made an account, and does not say which');
    const by = ticket === 'first' || ticket === 'open' ? { by: ticket } : { by: 'invitation', invitation: ticket };
    return { actorId: userId, action: 'account.create', subject: { kind: 'person', id: userId }, detail: by, address };
  };

/** Makes an account for whom the rules let in, and signs them in. */
export const signUp =
  ({ admission, security, database, frequentActs }: AccountServices) =>
  async (call: AccountCall<SignUp>): Promise<Response> => {
    const { address, forward } = call;
    const { code, invitation, ...person } = call.input;
    const weak = await weakPassword('password', person.password, person);
    if (weak) return weak;
    const attempt = async (): Promise<Response> => {
      const admitted = await admission.admit({ code, invitation }, address);
      if (!admitted.ok) {
        security.refused('sign_up_refused', { address, reason: admitted.reason });
        const detail = { reason: admitted.reason };
        await frequentActs.record({ actorId: null, action: 'account.create', detail, address, refused: true });
        return refuse(admitted.reason, admitted.refusal);
      }
      const headers = { [trustedHeaders.ticket]: admitted.ticket };
      const response = await withHashed(person.password, () =>
        inAuthTransaction(
          database,
          () => forward('/sign-up/email', person, headers),
          entryOf(address, admitted.ticket),
        ),
      );
      if (response.ok) security.note('signed_up', { address, userId: await readUserId(response), by: admitted.ticket });
      return response;
    };
    const first = await attempt();
    const response = (await wasTaken(first)) ? await attempt() : first;
    if (response.ok) await endFormerSession(database, call);
    return response;
  };
