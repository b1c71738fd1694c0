import type { Handlers } from './handler.ts';
import { conversationHandlers } from './handlers/conversations.ts';
import { messageHandlers } from './handlers/messages.ts';
import { peopleHandlers } from './handlers/people.ts';
import { ticketHandlers } from './handlers/tickets.ts';

type Services = Parameters<typeof conversationHandlers>[0] &
  Parameters<typeof peopleHandlers>[0] & {
    messages: Parameters<typeof messageHandlers>[0];
    feed: Parameters<typeof ticketHandlers>[0];
  };

/** The handler of every event; the type demands one for each, so a new event without a handler does not compile. */
export const createHandlers = (services: Services): Handlers => ({
  ...conversationHandlers(services),
  ...messageHandlers(services.messages),
  ...peopleHandlers(services),
  ...ticketHandlers(services.feed),
});
