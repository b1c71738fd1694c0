export type { ConversationView } from './conversation-view.ts';
export type { Departures } from './departures.ts';
export { conversationHandlers } from './handlers.ts';
export type { Memberships } from './memberships.ts';
export { ownMarks } from './own-marks.ts';
export type { ReadMarks } from './read-marks.ts';
export { RoomDesk } from './room-desk.ts';
export { roomHandlers } from './room-handlers.ts';
