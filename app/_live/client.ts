import { createStore } from 'zustand/vanilla';
import type { ClientEventName, Confirmation, Data, Me, PayloadInput, Result, Workspace } from '../../protocol/index.ts';
import { failure } from '../../protocol/result.ts';
import type { Learned } from './core/events.ts';
import { idMaker } from './core/ids.ts';
import { Joining, type Listed } from './core/late-slices.ts';
import { type Parts, Runner } from './core/runner.ts';
import type { Tools } from './core/slice.ts';
import { until } from './core/until.ts';
import type { LiveClient } from './live-client.ts';
import { initialState } from './reducer.ts';
import { type LiveState, type Methods, slices } from './slices.ts';

export type ClientOptions = {
  me: Me;
  /** What the page was told of the workspace. */
  workspace?: Workspace | null;
  /** Makes client ids; they must sort in the order in which they are made. */
  newId?: () => string;
  /** How long a request waits for a connection before it is refused. */
  patienceMs?: number;
  /** Has whoever is there prove again who they are, before something dear. @returns whether they did */
  confirm?: (ways: readonly Confirmation[]) => Promise<boolean>;
};

/**
 * A user's live connection, put together from its parts.
 * @param listed `slices`, where some of those that are loaded late may be whole from the start
 */
export const createClient = (options: ClientOptions, parts: Parts, listed: readonly Listed[] = slices): LiveClient => {
  const { me, workspace = null, newId = idMaker(parts.clock.now), patienceMs = 5_000, confirm } = options;
  const store = createStore<LiveState>(() => ({ ...initialState(me), workspace }));
  const joining = new Joining(listed);
  const runner = new Runner({ store, behaviours: joining.behaviours }, parts);
  const tools: Tools = { dispatch: (event) => runner.dispatch(event), store, clock: parts.clock, newId };
  const { clock, report } = parts;
  store.subscribe(() => joining.look({ store, clock, report, dispatch: tools.dispatch }));

  return {
    store,
    start: () => runner.start(),
    stop: () => runner.stop(),
    async request<E extends ClientEventName>(event: E, payload: PayloadInput<E>): Promise<Result<Data<E>>> {
      const isConnected = await until(store, ({ connection }) => connection.connected, parts.clock, patienceMs);
      if (!isConnected) return failure('unavailable', 'not connected');
      const answer = await runner.wire.ask(event, payload);
      const ways = answer.ok ? undefined : answer.error.data?.confirm;
      // Something dear, by somebody who signed in a while ago: it is asked once more when they have proved who they are.
      const result = ways && (await confirm?.(ways)) ? await runner.wire.ask(event, payload) : answer;
      if (result.ok) runner.dispatch({ type: 'learned', event, data: result.data } as Learned);
      return result;
    },
    // Every slice gives its part, and Methods is made of the parts.
    ...(Object.assign({}, ...slices.map(({ methods }) => methods(tools))) as Methods),
  };
};
