import { isOwn, type TargetName } from '../bench.ts';
import type { World } from '../world.ts';
import { startCentrifugo } from './centrifugo/site.ts';
import { startOurs } from './ours.ts';
import { startPeer } from './peer.ts';
import type { Site, SiteOptions } from './site.ts';

/** Starts the servers of this target, fresh. */
export const startSite = (target: TargetName, world: World, options: SiteOptions): Promise<Site> => {
  if (isOwn(target)) return startOurs(target, world, options);
  return target === 'G' ? startCentrifugo(world, options) : startPeer(target, world, options);
};
