// Without zod: the pages that ask for a password import this and limits.ts.
import { limits } from './limits.ts';

export type PasswordWeakness = 'short' | 'long' | 'repeated' | 'personal';

/** Whom a password is for: nobody should be able to guess it from what everybody sees. */
export type PasswordOwner = { name?: string | undefined; email?: string | undefined };

const plain = (value: string) => value.trim().toLowerCase();

/**
 * What is wrong with a new password, as far as both sides can tell; the server also knows the common ones.
 * Length is counted in UTF-16 code units on both sides, and nothing is ever cut.
 * @returns null when nothing is wrong
 */
export const passwordWeakness = (password: string, owner: PasswordOwner = {}): PasswordWeakness | null => {
  if (password.length > limits.passwordMost) return 'long';
  if (password.length < limits.passwordLeast) return 'short';
  // One character over and over, or nothing but blanks.
  if (new Set(password).size === 1 || password.trim() === '') return 'repeated';
  const { name = '', email = '' } = owner;
  const known = [name, email, email.split('@', 1)[0] ?? ''].map(plain);
  return known.includes(plain(password)) ? 'personal' : null;
};
