import { personalName } from './personal.ts';
import { keptNames, keptText } from './texts.ts';

/** A note about a ticket that was written and has not been sent. */
export type KeptNote = { clientId: string; text: string; state: 'waiting' | 'failed' | 'sent' };
/** What somebody writes about one ticket: the note that is begun, and those that are on their way. */
export type KeptNotes = { draft: string; notes: readonly KeptNote[] };

const isNote = (note: unknown): note is Pick<KeptNote, 'clientId' | 'text'> & { state?: unknown } =>
  typeof note === 'object' && note !== null && 'clientId' in note && 'text' in note && typeof note.text === 'string';

/** @returns what is kept under a name; what another version has written otherwise stands in the field as it is */
export const keptNotes = (name: string): KeptNotes => {
  const text = keptText(name);
  try {
    const kept: unknown = JSON.parse(text ?? '{}');
    if (typeof kept !== 'object' || kept === null) return { draft: text ?? '', notes: [] };
    const draft = 'draft' in kept && typeof kept.draft === 'string' ? kept.draft : '';
    const notes = 'notes' in kept && Array.isArray(kept.notes) ? kept.notes.filter(isNote) : [];
    return { draft, notes: notes.map((note) => ({ ...note, state: note.state === 'failed' ? 'failed' : 'waiting' })) };
  } catch {
    return { draft: text ?? '', notes: [] };
  }
};

/** All notes of one person that have not been sent, on whatever ticket. */
export const unsentNotes = (personId: string): KeptNote[] => {
  const own = personalName('note', personId, '');
  return keptNames()
    .filter((name) => name.startsWith(own))
    .flatMap((name) => keptNotes(name).notes);
};
