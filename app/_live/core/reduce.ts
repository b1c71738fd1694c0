import type { Fact } from '../slices.ts';
import type { LiveEvent, Reduce } from './events.ts';
import { Turn } from './turn.ts';

type Handler = (turn: Turn, ...words: unknown[]) => void;
export type Listening = { readonly on: object; readonly joins?: object };

const routesOf = (slices: readonly Listening[]): ReadonlyMap<string, readonly Handler[]> => {
  const routes = new Map<string, Handler[]>();
  for (const { on } of slices)
    for (const [name, handler] of Object.entries(on)) routes.set(name, [...(routes.get(name) ?? []), handler]);
  return routes;
};

/**
 * The whole behaviour of a client, without a clock, a network or a screen: a state and an event in, a state and effects out.
 * @param slices each event goes to those that have a handler for it, in this order
 */
export const reducerOf = (slices: readonly Listening[]): Reduce => {
  const routes = routesOf(slices);
  // Each name stands for handlers of just its words, which TypeScript cannot say of a look-up; Slice says it where they are written.
  const route = (turn: Turn, name: string, ...words: unknown[]) => {
    for (const handle of routes.get(name) ?? []) handle(turn, ...words);
  };
  const tell = (turn: Turn, fact: Fact) => route(turn, fact.type, fact);
  const take = (turn: Turn, event: LiveEvent) => {
    switch (event.type) {
      case 'server':
        return route(turn, `server:${event.name}`, event.payload);
      case 'answered':
        // The socket that this was asked on is gone; what still matters was asked again on the next one.
        if (event.socket !== turn.state.connection.socket) return;
        return route(turn, `answer:${event.name}`, event.ask, event.result);
      case 'learned':
        return route(turn, `learned:${event.event}`, event.data);
      case 'timer':
        return route(turn, `timer:${event.name}`, event.id);
      default:
        return route(turn, event.type, event);
    }
  };
  return (state, event, moment) => {
    const turn = new Turn(state, moment, tell);
    take(turn, event);
    return { state: turn.state, effects: turn.effects };
  };
};
