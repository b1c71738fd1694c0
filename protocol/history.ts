/**
 * What each contract has brought. `schemas` is a hash over all of its schemas: a test compares it with what they are now,
 * and says what to write here when they have changed.
 */
export const contractHistory: readonly { version: number; schemas: string; brought: string }[] = [
  { version: 1, schemas: 'unknown', brought: 'Everything up to the first contract that says its number.' },
  {
    version: 2,
    schemas: '39e5df2cd7636939',
    brought:
      'Payloads drop fields that they do not know, instead of refusing them. Words in answers that are not known are read as one that is.',
  },
  {
    version: 3,
    schemas: '0653a26f2bcce931',
    brought:
      'The notice `epoch`: the database was put back, and cursors mean nothing. `sync` takes what a client knows, and questions for changes the epoch of their cursor.',
  },
  {
    version: 4,
    schemas: '730ad8956e58990d',
    brought:
      'How the installation is doing: `cluster:state`, `cluster:retry`, `cluster`; how a message came: `trace:get`.',
  },
  {
    version: 5,
    schemas: '058cee95b88034d3',
    brought:
      'The log of what is one’s own: `me`, `me:changes`, `own` of `sync`. Of one’s own marks one hears by `me`, no longer by `read`.',
  },
  {
    version: 6,
    schemas: '80d20cfa5e206cff',
    brought: 'The roles `handler`, who works tickets, and `guest`.',
  },
  {
    version: 7,
    schemas: '3acb10048dac8650',
    brought:
      'What people say about themselves: `title`, `status`, `timeZone`, `deactivated` and `kind` of a person, `profile:update`, `person:get`; people are found by pinyin and initials, `people:keys`.',
  },
  {
    version: 8,
    schemas: '73aa50519cf76792',
    brought:
      'Dear events: `forbidden` with `data.confirm`, by what one proves again who one is. `account:reset-link` makes a link for a new password.',
  },
  {
    version: 9,
    schemas: '55625da157aff1cd',
    brought: 'What was done: `audit:list`.',
  },
  {
    version: 10,
    schemas: '014dfaf95bf77028',
    brought:
      'Who is at none of their devices is away, `presence:activity`. Direct conversations of up to nine people: `memberIds`, `peerIds`.',
  },
  {
    version: 11,
    schemas: '901a9d5b17a4f599',
    brought:
      'The workspace: `workspace:settings`, `workspace:update`, `workspace`, and in `sync`. Invitations have a number of uses, days, a role and rooms. Guests may start direct conversations.',
  },
  {
    version: 12,
    schemas: '24d394fc671d6a1d',
    brought:
      'Do not disturb, on all devices: `me:do-not-disturb`, `doNotDisturbUntil` of `sync`. Who adds people to a room and names it: `inviting`, `describing`.',
  },
  {
    version: 13,
    schemas: 'aff5e4a92f527168',
    brought: 'One proves again who one is by a passkey, too: `passkey` in `data.confirm`.',
  },
  {
    version: 14,
    schemas: '33aec66c0d5a9bc1',
    brought: 'Accounts and rooms, for admins: `account:list`, `account:update`, `room:list`, `room:update`.',
  },
  {
    version: 15,
    schemas: '90787b54782366e4',
    brought:
      'Programs: bots, API tokens with scopes, webhooks: `bot:*`, `token:*`, `hook:*`. Connections with a token that lacks `read` are refused with `lacks_scope`.',
  },
  {
    version: 16,
    schemas: 'e585cfa384d38aba',
    brought: 'Invitations by mail: `invitation:send`, and `mail` of the workspace, which says whether any can be sent.',
  },
  {
    version: 17,
    schemas: 'cc5934fc5591827c',
    brought:
      'Accounts are deleted: `account:delete`, `account:removals`, `person:deleted`. Exports: `export:*`; the file of the audit log is asked for by `audit:export`. A `notice` says that an account was deactivated: `reason`. Pictures of the workspace, `logo`, and of bots: `picture` of `bot:update`. Second step and passkeys of an account, for admins: `unprotect` of `account:update`. Mail, for admins: `mail:list`, `mail:retry`, `mail:test`. Letters that could not be read: `dead-letter:*`. The books of sources: `source:books`.',
  },
  {
    version: 18,
    schemas: '05baeafdbdfe239b',
    brought:
      'Named sources, for admins: `source:list`, `source:create`, `source:update`, `source:rotate`, `source:end`, `source:try`; for handlers their names: `source:names`. The `source` of tickets, dead letters and books may be any key. How far sources are behind, and what is wrong with them: `lagEvents`, `lagSeconds`, `lastSentAt` of a book, `alarms` and `expected` of `source:books`, `sourceAlarms` of `cluster:state`. What is expected of a source: `source:expect`, `source:rhythm`. Tickets are snoozed, resolved with an outcome or as duplicates, noted on and discussed: `ticket:snooze`, `ticket:duplicate`, `ticket:timeline`, `ticket:note`, `ticket:note-change`, `ticket:settings`, `ticket:configure`, `ticket:cards`, `ticket:look`, `looking`, `outcome` and `text` of `ticket:resolve`; `snoozed` is a state.',
  },
];
