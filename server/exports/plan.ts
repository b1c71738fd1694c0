import { feedId } from '../tickets/index.ts';
import type { LineOf } from './format.ts';
import type { Section } from './section.ts';
import { allConversations, oneRoom, ownConversations } from './sections/conversations.ts';
import { allMessages, directMessages, ownMessages, roomMessages } from './sections/messages.ts';
import { allEntries, ownEntries } from './sections/own.ts';
import { allPeople, onePerson, roomPeople } from './sections/people.ts';
import { allPictures, ownPicture } from './sections/pictures.ts';
import { allTickets } from './sections/tickets.ts';
import { workspaceSettings } from './sections/workspace.ts';

export type Scope = LineOf<'header'>['scope'];

/** What is in a file, in its order: what others refer to comes first. */
export const plan: Readonly<Record<Scope, readonly Section[]>> = {
  everything: [
    workspaceSettings,
    ...[allPictures, allPeople],
    ...allConversations,
    ...[allMessages, allEntries],
    ...allTickets(feedId),
  ],
  room: [roomPeople, ...oneRoom, roomMessages],
  person: [onePerson, ownPicture, ...ownConversations, ownEntries, directMessages, ownMessages],
};
