import type { mailEvents } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { MailDesk } from './mail-desk.ts';

/** Mail: what admins see of it. */
export const mailHandlers = ({ letters }: { letters: MailDesk }): HandlersOf<typeof mailEvents> => ({
  'mail:list': (_caller, payload) => letters.list(payload),
  'mail:retry': (caller, payload) => letters.retry(caller, payload),
  'mail:test': (caller, payload) => letters.test(caller, payload),
});
