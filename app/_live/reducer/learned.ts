import type { Learned } from '../events.ts';
import type { Turn } from '../turn.ts';
import { addConversation, removeConversation } from './conversations.ts';
import { learnRejection } from './feed.ts';
import { learnMessage } from './messages.ts';
import { learnPeople } from './people.ts';

/** What the user interface was told in answer to its own requests holds for everything that is shown. */
export const learn = (turn: Turn, event: Learned) => {
  switch (event.event) {
    case 'conversation:create':
    case 'conversation:join':
    case 'conversation:update':
    case 'conversation:invite':
    case 'conversation:remove':
      return addConversation(turn, event.data);
    case 'conversation:leave':
      return removeConversation(turn, event.data.id);
    case 'message:send':
    case 'message:edit':
    case 'message:delete':
    case 'message:react':
      return learnMessage(turn, event.data);
    case 'people:list':
      return learnPeople(turn, event.data.people);
    case 'ticket:acknowledge':
    case 'ticket:assign':
    case 'ticket:resolve':
    case 'ticket:discuss':
      return learnRejection(turn, event.data);
    default:
      return;
  }
};
