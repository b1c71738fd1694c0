import { answerEvents } from './doors/http/events.ts';
import { answerHooks } from './doors/http/hooks.ts';
import { contractDocuments } from './doors/http/open-api.ts';
import type { Route } from './doors/http/route.ts';
import { eventRoutes } from './doors/http/routes.ts';
import { doorbell } from './engine/bus/bus.ts';
import { createPublisher } from './engine/delivery/publisher.ts';
import { Peers } from './engine/events/peers.ts';
import type { Foundation } from './foundation.ts';
import type { Live } from './live.ts';
import { logKinds } from './log-kinds.ts';
import { openNouns } from './nouns.ts';
import type { SignIn } from './people/sign-in.ts';

type Asking = Pick<Live, 'dispatcher' | 'arrivals' | 'limits' | 'peers'>;

/** For an instance that serves people and has no sockets: what it commits reaches those of the others over the bus. */
const withoutSockets = (foundation: Foundation, signIn: SignIn, stack: AsyncDisposableStack): Asking => {
  const { bus, config, traces } = foundation;
  const peers = new Peers(config.RATE_LIMIT_FACTOR);
  stack.defer(() => peers.stop());
  const { dispatcher, arrivals, limits } = openNouns(foundation, {
    ...{ signIn, stack },
    publish: createPublisher(logKinds, bus, traces, undefined),
    ring: () => bus.publish(doorbell, ''),
    // What may be lost is lost here: the marks of others are read with the next `sync`; one's own go by their log.
    announce: () => {},
    presence: { state: () => 'offline' },
    watchers: { areThere: () => false, tell: () => {} },
  });
  return { dispatcher, arrivals, limits, peers };
};

/**
 * What programs ask over HTTP: of the handlers, and from the budgets, that the sockets of this instance have.
 * @param options.live undefined where this process holds no sockets
 */
export const openEventRoutes = (
  foundation: Foundation,
  options: { signIn: SignIn; live: Asking | undefined; stack: AsyncDisposableStack },
): Route[] => {
  const { signIn, live, stack } = options;
  const { dispatcher, arrivals, limits, peers } = live ?? withoutSockets(foundation, signIn, stack);
  const { sessions } = signIn;
  return eventRoutes({
    event: answerEvents({ dispatcher, sessions, peers }),
    hook: answerHooks({ arrivals, limits, peers }),
    ...contractDocuments(),
  });
};
