import type { Services } from './services.ts';
import type { World } from './world.ts';

/** What a noun of Switchboard adds to the demo. */
export type Noun = {
  name: string;
  /** Puts it in by the functions that the server uses, and dates it back. */
  fill(services: Services, world: World): Promise<void>;
};
