import { firstLimits } from './first-limits.ts';

export { timing } from './first-limits.ts';

/** Bounds of the wire contract. Clients may rely on them; raising one is compatible, lowering one is not. */
export const limits = {
  ...firstLimits,
  personName: 80,
  /** UTF-16 code units in what somebody does here, and in what they are up to. */
  personTitle: 80,
  statusText: 80,
  timeZone: 64,
  /** Bytes of a picture as it is sent, pixels on its longer side, and all of them. */
  pictureBytes: 5_000_000,
  pictureSide: 8_000,
  picturePixels: 25_000_000,
  /** Pictures that wait to be made on one instance. */
  picturesWaiting: 8,
  /** Pictures that somebody can send in an hour, on each instance. */
  picturesPerHour: 30,
  roomName: 80,
  roomTopic: 250,
  emoji: 32,
  /** Different emoji on one message. */
  reactionKinds: 20,
  /** Of a reaction, `userIds` names so many people, the latest; `count` then says how many there are. */
  listedReactors: 50,
  /** UTF-16 code units in the token of a link that proves something once. */
  linkToken: 100,
  /** UTF-16 code units of a code of the second factor, with whatever blanks; and how many recovery codes somebody has. */
  secondFactorCode: 40,
  recoveryCodes: 10,
  /** UTF-16 code units of a path to go to after signing in, and of what a provider of single sign-on answers. */
  ownPath: 2_000,
  oidcAnswer: 4_000,
  /** Passkeys of one person, and UTF-16 code units in what a device calls one. */
  passkeys: 20,
  credentialId: 1_400,
  /** Letters to one e-mail address in an hour, and by one person in a day. */
  mailsPerAddress: 10,
  mailsPerSender: 200,
  /** Letters in one `mail:list`, how many are looked through for those that are meant, and how long one to oneself is tried. */
  mailPage: 100,
  searchedMails: 2_000,
  testMailMinutes: 60,
  attachmentsPerMessage: 10,
  searchPage: 50,
  browsePage: 100,
  accountPage: 100,
  /** Removals of messages that `account:removals` tells. */
  removalsShown: 20,
  ticketPage: 200,
  ticketChangesPage: 500,
  /** UTF-16 code units in `next` of `conversation:browse`. */
  browseCursor: 200,
  /** Names that are looked through for a part of a name, in one `people:list` or `conversation:browse`. */
  searchedNames: 5_000,
  /** Keys that a person is found by, how long each is, and how many are looked through in one `people:list`. */
  searchKeys: 24,
  searchKey: 40,
  searchedKeys: 500,
  /** Rooms that are looked through in one `room:list`. */
  searchedRooms: 1_000,
  membersPerInvite: 100,
  /** People in a direct conversation, with oneself. */
  directPeople: 9,
  /** Conversations that one person can be in. */
  conversationsPerPerson: 5_000,
  /** Rooms that a person can have been put into by others. */
  roomsByOthers: 500,
  /** Messages that a read mark can be moved back from the newest one. */
  markBack: 1_000,
  /** Bytes of entries in one page of a log; a page that would be longer ends before. One entry is always in it. */
  pageBytes: 256_000,
  /** Entries of one kind, as of drafts, that a person can have where the kind says no other number: then the oldest are lost. */
  personalEntries: 1_000,
  /** Bytes of JSON in one of them, and UTF-16 code units in what it is called. */
  personalEntryBytes: 32_000,
  personalKey: 100,
  /** `Conversation.memberIds` is filled for direct conversations and for rooms up to this size. */
  listedMembers: 100,
  /** Read marks of other people are sent in direct conversations and rooms up to this size. */
  readMarkMembers: 10,
  /** Events in one `POST /api/ingest/tickets`. */
  ingestBatch: 500,
  /**
   * Bytes in one Socket.IO packet; a larger one closes the connection that sent it. The longest message is 24 kB of
   * Chinese, or 48 kB with every character escaped.
   */
  packetBytes: 100_000,
  /** Items in any list of a payload. */
  listItems: 500,
  /** Connections of one person to one instance. */
  connectionsPerPerson: 40,
  /** Connections from one address to one instance. */
  connectionsPerAddress: 1_000,
  /** Bytes in one HTTP request body. */
  requestBytes: 1_000_000,
  /** Bytes of request bodies that an instance holds at once; more are refused with `unavailable`. */
  bodiesInMemory: 64_000_000,
  /** The part of `bodiesInMemory` that one address may take. */
  bodiesPerAddress: 16_000_000,
  ticketText: 4_000,
  /** Bytes in one ticket event as it comes; a longer one is a dead letter. */
  ticketEventBytes: 65_536,
  /** How deep the JSON of a ticket event may be nested; a deeper one is a dead letter. */
  ticketEventDepth: 100,
  /** Bytes of JSON in `Rejection.attributes`, and how many there are; what does not fit stands in the raw event. */
  ticketAttributesBytes: 4_096,
  ticketAttributes: 50,
  /** Other contents that are kept of one ticket event; `Rejection.conflicts` counts those beyond, too. */
  ticketConflicts: 20,
  /** Bytes that are kept of something that is no ticket event. */
  deadLetterBytes: 1_000_000,
  /** UTF-16 code units in what letters are sorted by, and in why one was discarded. */
  deadLetterKind: 200,
  deadLetterReason: 200,
  /** Bytes that are kept of what travelled beside a letter, and code units of its key. */
  deadLetterHeaderBytes: 8_000,
  deadLetterKey: 1_000,
  /** Letters in a page, groups and runs that are told, letters that are counted, and those that a preview reads. */
  deadLetterPage: 100,
  deadLetterGroups: 200,
  /** Sources and kinds among which the largest groups are looked for. */
  deadLetterKinds: 1_000,
  deadLetterRuns: 10,
  deadLettersCounted: 200_000,
  deadLettersPreviewed: 2_000,
  /** Named sources, and with those that have ended: their keys are never given again. */
  sources: 50,
  sourcesEver: 500,
  /** UTF-16 code units of what says where a source is, of its secret, and of the certificates that a Kafka is believed by. */
  sourcePlace: 500,
  sourceSecret: 500,
  sourceCertificates: 20_000,
  /** Kafka brokers of one source. */
  sourceBrokers: 20,
  /** Minutes that a secret may still be used after there is a new one: a week. */
  sourceOldSecretMinutes: 10_080,
  /** UTF-16 code units of a mapping. */
  mapping: 10_000,
  /** Milliseconds that a mapping may take for one event, by its own clock and at all: then its thread is ended. */
  mappingTime: 10,
  mappingTimeMost: 100,
  /** How deep a mapping may call itself, and elements of a sequence that it makes. */
  mappingDepth: 500,
  mappingSequence: 10_000,
  /** UTF-16 code units of a text that a mapping makes. */
  mappingText: 1_000_000,
  /** Megabytes that the thread of the mappings may take. */
  mappingMemory: 64,
  /** Events that a mapping is tried on, milliseconds for all of them, and examples of those that differ or fail. */
  mappingTried: 100,
  mappingTriedTime: 3_000,
  mappingExamples: 5,
  /** UTF-16 code units that are shown of such an example. */
  mappingExample: 4_000,
  /** Sources and partitions whose books are told, and offsets that were not to be had. */
  sourceBooks: 500,
  sourceGaps: 20,
  /** Things that are wrong with sources, and are told. */
  sourceAlarms: 200,
  /** UTF-16 code units in what a source is called, minutes for which it may be silent, and sources of which something is expected. */
  sourceName: 100,
  sourceMinutes: 10_080,
  sourceExpectations: 100,
  /** What is kept of what happened to sources, and of runs through dead letters that have ended. */
  sourceGapsKept: 1_000,
  deadLetterRunsKept: 1_000,
  /** Runs at a time. */
  deadLetterRunsAtOnce: 5,
  /** Characters of a letter that are told: all that fit an event, and of a longer one its beginning. */
  deadLetterShown: 100_000,
  /** UTF-16 code units in the `text` that tickets are filtered by. */
  ticketQuery: 200,
  /** Rejections that one `ticket:list` or `ticket:facets` looks at. */
  ticketsSearched: 10_000,
  /** Values that `ticket:facets` tells of a field. */
  ticketReasons: 200,
  /** Minutes in `ticket:statistics`: an hour back and an hour ahead. */
  ticketMinutes: 120,
  /** Reasons that `ticket:statistics` names. */
  ticketStatisticsReasons: 50,
  /** Events of one ticket among which `ticket:get` looks for the latest. */
  ticketEventsLookedAt: 500,
  /** Deeds that `ticket:get` tells. */
  ticketHistory: 100,
  /** Rows in one `ticket:timeline`, and notes (with their changes) on one ticket. */
  ticketTimelinePage: 100,
  ticketNotes: 1_000,
  /** Days that a ticket is snoozed at most, and after how many more events it comes back at most. */
  ticketSnoozeDays: 366,
  ticketSnoozeTimes: 1_000,
  /** Reasons for which tickets are resolved, UTF-16 code units in the code and the name of one and in what is said besides. */
  ticketOutcomes: 30,
  ticketOutcomeCode: 40,
  ticketOutcomeName: 60,
  ticketOutcomeText: 2_000,
  /** Hours after which an acknowledgement is over, at most. */
  ticketAcknowledgeHours: 720,
  /** Tickets of one `ticket:cards`, and duplicates that `ticket:get` tells. */
  ticketCards: 50,
  ticketDuplicates: 50,
  workspaceName: 60,
  /** Domains whose addresses may sign up. */
  workspaceDomains: 50,
  /** Rooms that newcomers are in at once. */
  defaultRooms: 20,
  email: 254,
  /** UTF-16 code units in a password. */
  passwordLeast: 8,
  passwordMost: 128,
  setupCode: 100,
  invitationToken: 100,
  /** Invitations of one person that are neither used nor over. */
  openInvitations: 100,
  /** Days an invitation can be used, unless somebody chooses otherwise, and at most. */
  invitationDays: 7,
  invitationDaysMost: 30,
  /** Accounts that one invitation makes at most, and rooms that it leads into. */
  invitationUses: 1_000,
  invitationRooms: 20,
  /** Addresses that invitations are mailed to at a time. */
  invitationMails: 20,
  /** API tokens of one person that have not ended. The database holds the same number. */
  apiTokens: 20,
  tokenName: 32,
  /** Bots of one person, and of the workspace. */
  bots: 50,
  /** Webhooks of one room, and of rejected tickets. */
  hooks: 20,
  /** UTF-16 code units in the address that one calls, and in the name of the source whose tickets it is for. */
  hookUrl: 500,
  hookSource: 100,
  /** Bytes in one post to an incoming webhook. */
  hookBytes: 100_000,
  /** UTF-16 code units in the `Idempotency-Key` of one. */
  hookKey: 200,
  /** What is remembered of that an outgoing webhook has sent, and how many of it are in one page. */
  hookDeliveries: 500,
  hookDeliveriesPage: 100,
  /** Bots, tokens or hooks in one list, the newest. */
  programsPage: 500,
  /** Days until an API token ends, at most and unless somebody chooses otherwise. */
  tokenDays: 365,
  tokenDaysByDefault: 90,
  /** Bytes in one request about one's account. */
  accountRequestBytes: 16_384,
  /** Entries that a follower handles in one transaction. */
  followerEntries: 500,
  /** Entries that a follower may set aside; with more it does not go on. */
  followerFaults: 1_000,
  /** Entries set aside that are shown, the newest. */
  shownFaults: 100,
  /** Entries in one `audit:list`, and how many it looks at for a filter. */
  auditPage: 200,
  auditSearched: 2_000,
  /** Exports that are written at once, all together and of one person. */
  exportsAtOnce: 2,
  exportsAtOnceOfPerson: 1,
  /** Files that are kept for one person, and for how many days. */
  exportsKept: 5,
  exportDays: 7,
  /** Bytes of text in one file, and in one part of it as it is kept. */
  exportBytes: 100_000_000_000,
  exportPartBytes: 1_000_000,
  /** Exports in one list. */
  exportsShown: 50,
  /** Instances that are shown. */
  clusterInstances: 200,
  /** Commits and deliveries that an instance remembers, to say how a message came. */
  tracedBatches: 8_192,
} as const;
