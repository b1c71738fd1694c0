import type { ClusterState } from '../../protocol/index.ts';
import type { ClusterWatchers } from '../engine/events/announce.ts';
import type { ClusterView } from './view.ts';

const interval = 1_000;

/** What counts as a change: not the moment of the look, nor how long it took. */
const essence = ({ at: _, by: __, redis, database, ...rest }: ClusterState): string =>
  JSON.stringify({ ...rest, redis: { ...redis, latency: 0 }, database: { ...database, latency: 0 } });

/** Tells the connections of this instance that watch how the installation is doing. As long as there are none, it does nothing. */
export class ClusterWatch {
  readonly #view: Pick<ClusterView, 'read'>;
  readonly #watchers: ClusterWatchers;
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #told = '';
  #stopped = false;

  constructor(view: Pick<ClusterView, 'read'>, watchers: ClusterWatchers) {
    this.#view = view;
    this.#watchers = watchers;
  }

  /** Somebody has begun to watch, and is told at the next look, also where nothing has changed for the others. */
  begin(): void {
    this.#told = '';
    this.#lookSoon();
  }

  #lookSoon(): void {
    if (this.#stopped || this.#isLooking || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.#look(), interval);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    this.#timer = undefined;
    if (!this.#watchers.areThere()) return;
    this.#isLooking = true;
    const state = await this.#view.read();
    this.#isLooking = false;
    const now = essence(state);
    if (now !== this.#told) this.#watchers.tell(state);
    this.#told = now;
    this.#lookSoon();
  }
}
