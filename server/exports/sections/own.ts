import type { LineOf } from '../format.ts';
import { noId, type Section, walk } from '../section.ts';

type Entry = Omit<LineOf<'entry'>, 'type'>;
const columns = 'e.log, e.key, e.version::float8 as version, e.content, e.deleted';
const toLine = (row: Entry): LineOf<'entry'> => ({ type: 'entry', ...row });

/** What everybody keeps for themselves, the same on all their devices. */
export const allEntries: Section = walk<Entry>({
  name: 'entries',
  text: `
    select ${columns} from personal_entry e where (e.log, e.key) > ($1::uuid, $2::text) order by e.log, e.key limit $3`,
  start: [noId, ''],
  toLine,
  cursorOf: ({ log, key }) => [log, key],
});

/** What one person keeps for themselves. */
export const ownEntries: Section = walk<Entry>({
  name: 'own_entries',
  text: `
    select ${columns} from personal_entry e where e.log = $1 and e.key > $2 and not e.deleted order by e.key limit $3`,
  hasSubject: true,
  start: [''],
  toLine,
  cursorOf: ({ key }) => [key],
});
