import { summaryFollower } from './follower.ts';

export { conversationLog } from './conversation-log.ts';
export { messageHandlers } from './handlers.ts';
export type { Messages } from './messages.ts';
export { Stored } from './send.ts';
export { messageSource } from './source.ts';

/** What must happen after a message was committed. */
export const followers = [summaryFollower];
