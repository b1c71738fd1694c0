import { type PasswordOwner, passwordWeakness } from '../../protocol/passwords.ts';
import type { AuthErrorKey } from './refusal.ts';

const texts = {
  short: 'passwordShort',
  long: 'passwordLong',
  repeated: 'passwordRepeated',
  personal: 'passwordPersonal',
} as const satisfies Record<string, AuthErrorKey>;

/** What to say about a new password before it is sent; the server also knows the common ones. */
export const weaknessText = (password: string, owner: PasswordOwner): AuthErrorKey | null => {
  const weakness = passwordWeakness(password, owner);
  return weakness === null ? null : texts[weakness];
};
