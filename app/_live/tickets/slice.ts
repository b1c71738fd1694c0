import type { Question } from '../core/events.ts';
import type { LateSlice } from '../core/slice.ts';
import { hearOfChanges, hearOfRejection, receiveFeedHead, unwantTickets, wantTickets } from './head.ts';
import { initial, type TicketFilter, type TicketsState } from './state.ts';
import { countedTickets, type TicketsMethods } from './watch.ts';

type Events =
  | { readonly type: 'open-tickets'; readonly filter: TicketFilter }
  | { readonly type: 'close-tickets'; readonly filter: TicketFilter }
  | { readonly type: 'more-tickets'; readonly filter: TicketFilter }
  | { readonly type: 'retry-tickets'; readonly filter: TicketFilter }
  | { readonly type: 'watch-statistics'; readonly on: boolean }
  | { readonly type: 'hold-tickets'; readonly filter: TicketFilter; readonly hold: boolean }
  | { readonly type: 'tickets-joined' };

type Load = { readonly generation: number; readonly cursor: number };

export type TicketsShape = {
  state: TicketsState;
  event: Events;
  fact: never;
  ask:
    | Question<'ticket:list', Load & { readonly view: string; readonly part: 'first' | 'more' }>
    | Question<'ticket:statistics', Load>
    | Question<'ticket:changes'>;
  timer: 'feed-hole' | 'feed-view' | 'statistics' | 'looking';
  methods: TicketsMethods;
};

/** The feed of rejections: for admins, and null for everybody else, who never load what is done with it. */
export const tickets: LateSlice<TicketsShape> = {
  initial,
  on: {
    'open-tickets': (turn, { filter }) => wantTickets(turn, filter),
    'close-tickets': (turn, { filter }) => unwantTickets(turn, filter),
    'watch-statistics': (turn, { on }) => turn.set({ watchesStatistics: on }),
    synced: (turn, { data }) => receiveFeedHead(turn, data.feed ?? null),
    'began-anew': (turn) => turn.set({ feed: null }),
    'server:tickets': (turn, { version }) => hearOfChanges(turn, version),
    'learned:ticket:get': (turn, { rejection }) => hearOfRejection(turn, rejection),
  },
  methods: countedTickets,
  late: {
    isWanted: ({ feed, ticketFilters }) => feed !== null || Object.keys(ticketFilters).length > 0,
    load: async () => (await import('./behaviour.ts')).behaviour,
    joined: { type: 'tickets-joined' },
  },
};
