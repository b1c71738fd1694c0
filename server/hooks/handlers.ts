import type { hookEvents } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Hooks } from './hooks.ts';

/** Webhooks, in and out. */
export const hookHandlers = ({ hooks }: { hooks: Hooks }): HandlersOf<typeof hookEvents> => ({
  'hook:create': (caller, payload) => hooks.create(caller, payload),
  'hook:list': (caller) => hooks.list(caller),
  'hook:update': (caller, payload) => hooks.update(caller, payload),
  'hook:delete': (caller, payload) => hooks.delete(caller, payload),
  'hook:deliveries': (caller, payload) => hooks.deliveries(caller, payload),
  'hook:resend': (caller, payload) => hooks.resend(caller, payload),
});
