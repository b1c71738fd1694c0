import type { Delivery } from './delivery/delivery.ts';
import { createPublisher } from './delivery/publisher.ts';
import type { Foundation } from './foundation.ts';
import { createTicketIngest, type TicketIngest } from './ingest/http.ts';
import { Intake } from './ingest/intake.ts';
import { createSources } from './ingest/sources.ts';

/** The ticket sources of this instance. */
export type Worker = { ingest: TicketIngest; start(): Promise<void> };

/**
 * Wires everything that takes in ticket events. The webhook is there in every role; the other sources only in `worker`.
 * @param options.delivery where this process also holds sockets
 */
export const startWorker = async (
  foundation: Foundation,
  options: { delivery: Delivery | undefined; stack: AsyncDisposableStack },
): Promise<Worker> => {
  const { config, database, bus, metrics, log } = foundation;
  const publish = createPublisher(bus, options.delivery);
  const intake = new Intake({ database, publish, metrics, log });
  const ingest = createTicketIngest({ secret: foundation.ingestSecret, intake });
  const sources = config.ROLES.has('worker') ? await createSources({ config, database, intake, metrics, log }) : [];
  options.stack.defer(async () => {
    await Promise.all(sources.map((source) => source.stop()));
  });
  return {
    ingest,
    start: async () => {
      await Promise.all(sources.map((source) => source.start()));
    },
  };
};
