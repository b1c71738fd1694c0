import { history } from './history.ts';
import { messages } from './messages.ts';
import type { Noun } from './noun.ts';
import { people } from './people.ts';
import { profiles } from './profiles.ts';
import { programs } from './programs.ts';
import { readMarks } from './read-marks.ts';
import { rooms } from './rooms.ts';
import { sources } from './sources.ts';
import { tickets } from './tickets.ts';
import { workspace } from './workspace.ts';

/** Everything that a demo is filled with, in the order in which one builds on the other. */
export const nouns: readonly Noun[] = [
  people,
  history,
  profiles,
  rooms,
  messages,
  readMarks,
  programs,
  tickets,
  sources,
  workspace,
];
