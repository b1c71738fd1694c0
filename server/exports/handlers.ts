import type { exportEvents } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Exports } from './exports.ts';

/** Files of everything, of a room, and of what is one's own. */
export const exportHandlers = ({ exports }: { exports: Exports }): HandlersOf<typeof exportEvents> => ({
  'export:create': (caller, payload) => exports.create(caller, payload),
  'export:list': () => exports.list(),
  'export:create-own': (caller) => exports.createOwn(caller),
  'export:list-own': (caller) => exports.listOwn(caller),
  'export:cancel': (caller, payload) => exports.cancel(caller, payload),
  'export:open': (caller, payload) => exports.open(caller, payload),
});
