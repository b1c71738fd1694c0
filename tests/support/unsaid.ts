import type { Person } from '../../protocol/index.ts';

/** Of somebody who has said nothing about themselves but their name. */
export const unsaid: Omit<Person, 'id' | 'name'> = {
  image: null,
  title: null,
  status: null,
  timeZone: null,
  deactivated: false,
  kind: 'person',
};
