import { type clusterEvents, type Data, notFound, type Payload, type Result, success } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Cluster } from './cluster.ts';

/** What runs underneath: for admins, and for whoever wants to know how a message came. */
export const clusterHandlers = ({
  cluster,
  placeOf,
}: {
  cluster: Cluster;
  /** @returns the log that holds a message, and the version of its last change; undefined for who may not read it */
  placeOf: (readerId: string, messageId: string) => Promise<{ log: string; version: number } | undefined>;
}): HandlersOf<typeof clusterEvents> => {
  const trace = async (readerId: string, { messageId }: Payload<'trace:get'>): Promise<Result<Data<'trace:get'>>> => {
    const place = await placeOf(readerId, messageId);
    return place ? success(await cluster.desk.trace(place.log, place.version)) : notFound();
  };
  return {
    'cluster:state': async ({ connection }, { watch }) => {
      if (watch !== undefined) connection?.watchCluster(watch);
      if (watch) cluster.watch.begin();
      return success(await cluster.view.read());
    },
    'cluster:retry': (caller, payload) => cluster.retry(caller, payload),
    'trace:get': ({ me }, payload) => trace(me.id, payload),
  };
};
