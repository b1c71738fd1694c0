import { fillMarked } from './marked.ts';
import { protocolPage } from './protocol.ts';
import { settingsTable } from './settings.ts';

/** Every page that is made from code, wholly or in part: path → what it should be, given what it is. */
export const generatedPages: Record<string, (before: string) => string> = {
  'README.md': (before) => fillMarked(before, 'settings', settingsTable()),
  'docs/protocol.md': protocolPage,
};
