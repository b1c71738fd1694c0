import type { ServerEventPayload } from '../../protocol/index.ts';
import { until } from '../../scripts/installation/waiting.ts';
import type { LiveClient } from './live-client.ts';

type Typing = ServerEventPayload<'typing'>;

/**
 * Types until somebody hears it. That somebody types may be lost on the way, and is while a connection is being written to:
 * people renew it every few seconds.
 */
export const typeUntilHeard = (
  typist: Pick<LiveClient, 'get'>,
  listener: Pick<LiveClient, 'all'>,
  conversationId: string,
  matches: (event: Typing) => boolean = () => true,
): Promise<void> =>
  until('typing to be heard', async () => {
    await typist.get('typing', { conversationId, typing: true });
    return listener.all('typing').some((event) => event.conversationId === conversationId && matches(event));
  });
