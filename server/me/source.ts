import type { PersonalEntry } from '../../protocol/index.ts';
import type { OlderEvent } from '../engine/log/kinds.ts';

/**
 * A table that holds entries of people's logs: either `personal_entry`, or one of a noun that needs them where they are. Each
 * entry has a version in its person's log, and no two of one log have the same.
 */
export type PersonalSource = {
  /**
   * Selects `id`, `version`, `content` (json) and `deleted` of the entries of person `p.user_id` that changed after version
   * `p.after`, in the order of their versions and no more than `p.most`.
   */
  readonly changes: string;
  /** What clients before contract 5 were told instead of these entries, as far as they were. */
  readonly older?: (userId: string, entries: readonly PersonalEntry[]) => OlderEvent[];
  /** Selects `person` and `version` of all entries that transactions from $1 until before $2 changed. */
  readonly moved: string;
};

/** What no other table holds. */
export const entries: PersonalSource = {
  changes: `
    select e.key as id, e.version, e.content::json as content, e.deleted from personal_entry e
    where e.log = p.user_id and e.version > p.after order by e.version limit p.most`,
  moved: `
    select e.log as person, e.version from personal_entry e where e.xid >= $1::text::xid8 and e.xid < $2::text::xid8`,
};
