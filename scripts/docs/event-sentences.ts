import type { ClientEventName, ServerEventName } from '../../protocol/index.ts';

/** One sentence or two for each event; the compiler misses none. */
export const clientSentences: Record<ClientEventName, string> = {
  sync: 'The first thing to ask after every connect: who you are, and all your conversations with their heads. Compare each `version` with your own cursor and fetch what is missing with `message:changes`. `feed` is there for admins only.',
  'conversation:create':
    'Starts a conversation. A direct one between two people exists once: asking again gives the same one.',
  'conversation:join': 'Joins a public room. Joining twice changes nothing.',
  'conversation:leave': 'Leaves a room. A direct conversation cannot be left: `forbidden`.',
  'conversation:update': 'Renames a room, changes its topic or visibility, or archives it.',
  'conversation:invite': 'Adds people to a room.',
  'conversation:remove': 'Takes somebody out of a room.',
  'conversation:browse':
    'Public rooms in the order of their names, with whether you have joined. For the next page, pass the last name as `after`.',
  'message:send':
    'Sends a message. Choose a `clientId` (a UUID) once per message and use the same one for every repeat: it is stored once, and every repeat is answered alike. Mention somebody with `<@their-id>`. Attachments are not built yet: any `attachmentIds` answer `not_found`.',
  'message:history':
    'A page of a conversation in `seq` order. At most one of the three places; without any, the newest page.',
  'message:changes':
    'The current state of every message changed after a version, in `version` order. With `complete: false`, ask again after the last version you got.',
  'message:edit': 'Changes the body of your own message.',
  'message:delete': 'Empties your own message. It keeps its place as a tombstone with `deletedAt`.',
  'message:react': 'Adds (`on: true`) or takes back a reaction of yours. Doing it twice changes nothing.',
  'message:search': 'Finds messages in your conversations. Not built yet: answers `not_found`.',
  'read:mark': 'Says how far you have read. The mark never moves back.',
  typing:
    'Says that you are typing, or have stopped. May be sent without an acknowledgement. Renew it every few seconds.',
  'people:list': 'People by id, or by a part of their name, or simply all, in the order of their names.',
  'presence:watch': 'The state of some people now; from then on `presence` tells of changes.',
  'ticket:list': 'The feed, newest first, filtered. For the next page, pass the last `seq` as `before`.',
  'ticket:changes': 'Like `message:changes`, for the feed.',
  'ticket:acknowledge': 'Says that you take notice of a rejection.',
  'ticket:assign': 'Gives a rejection to somebody, or to nobody (`null`).',
  'ticket:resolve': 'Says that a rejection is dealt with.',
  'ticket:discuss': 'Opens the conversation about a rejection. Not built yet: answers `not_found`.',
};

export const serverSentences: Record<ServerEventName, string> = {
  messages:
    'Changes of one conversation, in `version` order. It covers every change with `after < version ≤ version of the event`; a message changed twice in that span appears once, in its latest state.',
  head: 'How far a conversation is. If your cursor is below it, something was lost on the way: ask `message:changes`.',
  conversation: 'A conversation of yours is new or was described anew.',
  'conversation:removed': 'You are no longer a member.',
  read: 'Somebody has read up to here. From other people only in small conversations; from your own devices always.',
  typing: 'Somebody is typing. Forget it when it is not renewed.',
  presence: 'Somebody whom you watch came, went, or is away.',
  tickets:
    'Changes of the ticket feed, in `version` order, for admins. Like `messages`; without entries it only says how far the feed is.',
  notice:
    '`draining`: this instance stops; reconnect within `afterMs`, at a moment of your own choosing. `degraded` and `restored`: messages from other instances may take up to two seconds longer, or no longer do. `signed_out`: the session or token was ended; do not come back with it.',
};
