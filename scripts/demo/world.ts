import type { Role } from '../../protocol/index.ts';
import type { Random } from '../installation/random.ts';
import type { Language } from './texts/languages.ts';

export type DemoPerson = { id: string; name: string; email: string; role: Role; language: Language };

/** A room, or what two people write to each other. */
export type Place = {
  id: string;
  kind: 'work' | 'anywhere' | 'direct';
  language: Language;
  /** How many talks there were in it within the year. */
  talks: number;
  members: readonly DemoPerson[];
  /** Nobody writes in it any more. */
  isArchived: boolean;
};

/** The demo while it is made: what one noun has put into it, those after it may use. */
export type World = {
  /** The moment at which its history ends. */
  now: Date;
  /** How much there is of what grows: 1 is a year of a small company. */
  size: number;
  /** The same numbers for the same seed and noun, whatever other nouns are there. */
  randomOf(noun: string): Random;
  /** What people sign in with. */
  passwordHash: string;
  /** Those who can be signed in as come first: an admin and a member. */
  people: DemoPerson[];
  places: Place[];
};

/** @returns a moment so long before the history ends */
export const before = ({ now }: World, { days = 0, minutes = 0 }: { days?: number; minutes?: number }): Date =>
  new Date(now.getTime() - days * 86_400_000 - minutes * 60_000);
