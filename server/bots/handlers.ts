import type { botEvents, tokenEvents } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Bots } from './bots.ts';
import type { Tokens } from './tokens.ts';

/** Bots, and the tokens by which they and other programs come in. */
export const botHandlers = ({
  bots,
  tokens,
}: {
  bots: Bots;
  tokens: Tokens;
}): HandlersOf<typeof botEvents & typeof tokenEvents> => ({
  'bot:create': (caller, payload) => bots.create(caller, payload),
  'bot:list': (caller) => bots.list(caller),
  'bot:update': (caller, payload) => bots.update(caller, payload),
  'bot:delete': (caller, payload) => bots.delete(caller, payload),
  'token:create': (caller, payload) => tokens.create(caller, payload),
  'token:list': (caller, payload) => tokens.list(caller, payload),
  'token:revoke': (caller, payload) => tokens.revoke(caller, payload),
});
