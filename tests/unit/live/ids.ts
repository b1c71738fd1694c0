import type { Me } from '../../../protocol/index.ts';
import { unsaid } from '../../support/unsaid.ts';

/** A valid UUIDv7 that sorts by its number. */
export const idOf = (kind: number, number: number): string =>
  `00000000-0000-7000-8${String(kind).padStart(3, '0')}-${number.toString(16).padStart(12, '0')}`;

export const personOf = (number: number, role: Me['role'] = 'member'): Me => ({
  id: idOf(1, number),
  name: `Person ${number}`,
  ...unsaid,
  role,
});
