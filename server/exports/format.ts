import { z } from 'zod';
import { Id, LogPosition, Timestamp } from '../../protocol/index.ts';

/** Of the lines below. It grows when what an older `npm run restore` would read means something else. */
export const formatNumber = 2;

const Name = z.string().nullable();
const Moment = Timestamp.nullable();
const Someone = Id.nullable();

/** The first line. */
const Header = z.object({
  type: z.literal('header'),
  format: z.int().positive(),
  exportedAt: Timestamp,
  scope: z.enum(['everything', 'room', 'person']),
  subjectId: Someone,
  /** What the workspace is called. */
  workspace: Name,
});

const WorkspaceLine = z.object({
  type: z.literal('workspace'),
  name: Name,
  signUp: z.string(),
  domains: z.array(z.string()),
  defaultRooms: z.array(Id),
  roomsBy: z.string(),
  invitesBy: z.string(),
  steps: z.array(z.string()),
  /** A picture of it, by its id. */
  logo: Name,
  /** Since format 2, as what is optional of tickets and deeds. */
  ticketOutcomes: z
    .array(z.object({ code: z.string(), name: Name }))
    .nullable()
    .optional(),
  acknowledgeHours: z.int().nullable().optional(),
});

/** Of an export of a room only what everybody may know: no address, no role. */
const PersonLine = z.object({
  type: z.literal('person'),
  id: Id,
  name: z.string(),
  email: z.string().optional(),
  emailVerified: z.boolean().optional(),
  image: Name,
  title: Name,
  statusEmoji: Name.optional(),
  statusText: Name.optional(),
  statusUntil: Moment.optional(),
  timeZone: Name.optional(),
  kind: z.string(),
  ownerId: Someone.optional(),
  role: z.string().optional(),
  deactivated: z.boolean(),
  banReason: Name.optional(),
  createdAt: Timestamp.optional(),
  lastSeenAt: Moment.optional(),
  /** How far the log of what is their own is; null where it has not begun. */
  ownVersion: LogPosition.nullable().optional(),
});

const PictureLine = z.object({
  type: z.literal('picture'),
  id: z.string(),
  createdAt: Timestamp,
  /** WebP, in Base64. */
  small: z.base64(),
  large: z.base64(),
});

const ConversationLine = z.object({
  type: z.literal('conversation'),
  id: Id,
  kind: z.enum(['room', 'direct']),
  directKey: Name,
  name: Name,
  topic: Name,
  visibility: z.string(),
  archivedAt: Moment,
  archivedById: Someone,
  ownerId: Someone,
  inviting: z.string(),
  describing: z.string(),
  createdAt: Timestamp,
});

const MembershipLine = z.object({
  type: z.literal('membership'),
  conversationId: Id,
  userId: Id,
  readSeq: LogPosition,
  readTurn: z.int(),
  readRanges: z.string(),
  joinedSeq: LogPosition,
  version: LogPosition,
  addedBy: Someone,
  joinedAt: Timestamp,
});

const DepartureLine = z.object({
  type: z.literal('departure'),
  conversationId: Id,
  userId: Id,
  byId: Id,
  welcome: z.boolean(),
  departedAt: Timestamp,
});

const MessageLine = z.object({
  type: z.literal('message'),
  id: Id,
  conversationId: Id,
  seq: LogPosition.positive(),
  /** Of its latest change when it was read. */
  version: LogPosition.positive(),
  authorId: Id,
  /** Of what one person or one room is about, so that it can be read alone; null of a deleted account. */
  authorName: Name.optional(),
  clientId: Id,
  body: z.string(),
  replyToId: Someone,
  threadId: Someone,
  content: z.record(z.string(), z.unknown()).nullable(),
  reactions: z.record(z.string(), z.array(Id)),
  createdAt: Timestamp,
  editedAt: Moment,
  /** Of a tombstone: its body is empty. */
  deletedAt: Moment,
});

/** After a log: how far it goes. Every change up to this version is in the file, each message once. */
const LogLine = z.object({
  type: z.literal('log'),
  // The feed’s is no UUID of any version.
  id: z.guid(),
  kind: z.string(),
  seq: LogPosition,
  version: LogPosition,
});

/** What somebody keeps for themselves: drafts and the like. */
const EntryLine = z.object({
  type: z.literal('entry'),
  log: Id,
  key: z.string(),
  version: LogPosition,
  content: z.record(z.string(), z.unknown()),
  deleted: z.boolean(),
});

const TicketLine = z.object({
  type: z.literal('ticket'),
  id: Id,
  seq: LogPosition,
  version: LogPosition,
  eventId: z.string(),
  ticketId: z.string(),
  title: z.string(),
  reasonCode: z.string(),
  reason: z.string(),
  rejectedBy: z.string(),
  requester: Name,
  priority: z.string(),
  occurredAt: Timestamp,
  url: Name,
  source: z.string(),
  /** JSON as text, here and in `raw`: as it came, whatever numbers are in it. */
  attributes: z.string(),
  raw: Name,
  /** In hex. */
  contentHash: Name,
  conflicts: z.int(),
  receivedAt: Timestamp,
  state: z.string(),
  assigneeId: Someone,
  acknowledgedById: Someone,
  acknowledgedAt: Moment,
  resolvedById: Someone,
  resolvedAt: Moment,
  conversationId: Someone,
  openAfter: LogPosition.nullable(),
  wakesAt: Moment.optional(),
  wakesAfter: z.int().nullable().optional(),
  duplicateOfId: Someone.optional(),
  resolution: Name.optional(),
  resolutionText: Name.optional(),
  /** How often the same event came again, and when last. */
  repeats: z.int().nullable().optional(),
  repeatedAt: Moment.optional(),
});

/** What was done with a ticket, and what was said of it: a row of its timeline. */
const DeedLine = z.object({
  type: z.literal('deed'),
  rejectionId: Id,
  version: LogPosition,
  kind: z.string(),
  actorId: Id,
  state: z.string(),
  assigneeId: Someone,
  at: Timestamp,
  detail: z.record(z.string(), z.unknown()).nullable().optional(),
  clientId: Someone.optional(),
  ofVersion: LogPosition.nullable().optional(),
});

const ConflictLine = z.object({
  type: z.literal('conflict'),
  id: Id,
  rejectionId: Id,
  contentHash: z.string(),
  raw: z.string(),
  receivedAt: Timestamp,
});

/** The last line. */
const End = z.object({
  type: z.literal('end'),
  /** How many lines there are of each type, without the first and this one. */
  counts: z.record(z.string(), z.int().nonnegative()),
  /** SHA-256 in hex of all lines between the first and this one, each with its line feed: the same content has the same. */
  content: z.string(),
  /** The same of all lines before this one. */
  sha256: z.string(),
});

/** Any line of a file. */
export const Line = z.discriminatedUnion('type', [
  Header,
  WorkspaceLine,
  PersonLine,
  PictureLine,
  ConversationLine,
  MembershipLine,
  DepartureLine,
  MessageLine,
  LogLine,
  EntryLine,
  TicketLine,
  DeedLine,
  ConflictLine,
  End,
]);
export type Line = z.infer<typeof Line>;
export type LineType = Line['type'];
export type LineOf<Type extends LineType> = Extract<Line, { type: Type }>;
