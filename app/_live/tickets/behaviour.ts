import type { Behaviour } from '../core/slice.ts';
import { learnCards } from './cards.ts';
import {
  feedChangesAnswered,
  feedHoleDue,
  followRejection,
  joinedSpans,
  learnRejection,
  receiveTickets,
  resumeFeed,
} from './feed.ts';
import { receiveFeedHead } from './head.ts';
import { expireLooking, receiveLooking } from './looking.ts';
import type { TicketsShape } from './slice.ts';
import { askStatistics, statisticsAnswered, watchStatistics } from './statistics.ts';
import {
  closeTickets,
  forgetLists,
  holdTickets,
  listAnswered,
  moreTickets,
  openTickets,
  openWanted,
  retryTickets,
  viewDue,
} from './views.ts';

/** What becomes of the feed; loaded for those who have one, and where a list of it is shown. */
export const behaviour: Behaviour<TicketsShape> = {
  on: {
    'tickets-joined': (turn) => {
      if (turn.synced) resumeFeed(turn);
    },
    'open-tickets': (turn, { filter }) => openTickets(turn, filter),
    'close-tickets': (turn, { filter }) => closeTickets(turn, filter),
    'more-tickets': (turn, { filter }) => moreTickets(turn, filter),
    'retry-tickets': (turn, { filter }) => retryTickets(turn, filter),
    'watch-statistics': (turn, { on }) => watchStatistics(turn, on),
    'hold-tickets': (turn, { filter, hold }) => holdTickets(turn, filter, hold),
    synced: (turn, { data }) => receiveFeedHead(turn, data.feed ?? null),
    resumed: (turn, { isFirst }) => (isFirst ? resumeFeed(turn) : openWanted(turn)),
    lost: forgetLists,
    'began-anew': (turn) => turn.set({ feed: null }),
    'server:tickets': receiveTickets,
    'learned:ticket:get': (turn, { rejection }) => followRejection(turn, rejection),
    'learned:ticket:acknowledge': learnRejection,
    'learned:ticket:assign': learnRejection,
    'learned:ticket:resolve': learnRejection,
    'learned:ticket:reopen': learnRejection,
    'learned:ticket:discuss': learnRejection,
    'learned:ticket:snooze': learnRejection,
    'learned:ticket:duplicate': learnRejection,
    'learned:ticket:note': learnRejection,
    'learned:ticket:note-change': learnRejection,
    'learned:ticket:cards': learnCards,
    'server:looking': receiveLooking,
    'answer:ticket:list': listAnswered,
    'answer:ticket:statistics': statisticsAnswered,
    'answer:ticket:changes': feedChangesAnswered,
    'timer:feed-hole': feedHoleDue,
    'timer:feed-view': viewDue,
    'timer:looking': expireLooking,
    'timer:statistics': askStatistics,
  },
  joins: { tickets: joinedSpans },
};
