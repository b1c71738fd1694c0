import { LogKinds } from './engine/log/kinds.ts';
import { entries, personLog } from './me/index.ts';
import { conversationLog } from './messages/index.ts';
import { ownMarks } from './rooms/index.ts';
import { feedLog } from './tickets/index.ts';

/** Where the entries of people's own logs are. */
export const personalSources = [entries, ownMarks];

/** Every kind of log there is. */
export const logKinds = new LogKinds([conversationLog, feedLog, personLog(personalSources)]);
