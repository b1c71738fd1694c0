import { auditHandlers, FrequentActs } from './audit/index.ts';
import { Bots, botHandlers, Tokens } from './bots/index.ts';
import { Cluster, clusterHandlers } from './cluster/index.ts';
import { DeadLetterDesk, DeadLetterMending, DeadLetterRuns, deadLetterHandlers } from './dead-letters/index.ts';
import type { Announce, ClusterWatchers } from './engine/events/announce.ts';
import { Dispatcher } from './engine/events/dispatch.ts';
import type { Handlers } from './engine/events/handler.ts';
import { RateLimits } from './engine/events/rate-limits.ts';
import { JobList } from './engine/jobs/add-job.ts';
import type { Publish } from './engine/log/batch.ts';
import { Doubts } from './engine/log/epoch/doubts.ts';
import { GroupCommit } from './engine/log/group-commit.ts';
import { createEpochReader, createHeadReader } from './engine/log/heads.ts';
import type { Presence } from './engine/presence/presence.ts';
import { Exports, exportHandlers } from './exports/index.ts';
import { followersOn } from './followers.ts';
import type { Foundation } from './foundation.ts';
import { Arrivals, Hooks, hookHandlers } from './hooks/index.ts';
import { invitationHandlers } from './invitations/index.ts';
import { logKinds, personalSources } from './log-kinds.ts';
import { MailDesk, mailHandlers } from './mail/index.ts';
import { createDoNotDisturbReader, logOfPerson, meHandlers } from './me/index.ts';
import { Personal } from './me/personal.ts';
import { Appender } from './messages/append.ts';
import { messageHandlers } from './messages/index.ts';
import { Messages } from './messages/messages.ts';
import { Acquaintances } from './people/acquaintances.ts';
import { Directory } from './people/directory.ts';
import { AccountDesk, accountHandlers, Deletions, peopleHandlers, signInHandlers } from './people/index.ts';
import { Profiles } from './people/profiles.ts';
import type { SignIn } from './people/sign-in.ts';
import { ConversationView } from './rooms/conversation-view.ts';
import { Conversations } from './rooms/conversations.ts';
import { Departures } from './rooms/departures.ts';
import { conversationHandlers, RoomDesk, roomHandlers } from './rooms/index.ts';
import { Memberships } from './rooms/memberships.ts';
import { PublicRooms } from './rooms/public-rooms.ts';
import { ReadMarks } from './rooms/read-marks.ts';
import { MappingTrial, NamedSources, Rereader, SourceReading, sourceHandlers } from './sources/index.ts';
import { Intake } from './sources/intake.ts';
import { createSampler } from './sources/sample.ts';
import { createFeed } from './tickets/feed.ts';
import { Discussions, TicketNotes, TicketRules, ticketHandlers } from './tickets/index.ts';
import { workspaceHandlers } from './workspace/index.ts';

type Options = {
  signIn: Pick<SignIn, 'invitations' | 'workspace' | 'unconfirmed' | 'resets' | 'security' | 'sealed'>;
  presence: Pick<Presence, 'state'>;
  announce: Announce;
  watchers: ClusterWatchers;
  /** Sends what was committed to whoever follows it. */
  publish: Publish;
  /** Makes every instance look at the log now. */
  ring: () => void;
  stack: AsyncDisposableStack;
};

/** What people talk about: every noun, and the dispatcher that brings what is asked to the handlers that they list. */
export const openNouns = (
  { config, database, bus, mail, mappings, sourceSurvey, traces, self, metrics, log, ingestSecret }: Foundation,
  { signIn, presence, announce, watchers, publish, ring, stack }: Options,
) => {
  const { unconfirmed, workspace, sealed, security } = signIn;
  const jobs = new JobList(database);
  const commits = new GroupCommit(new Appender(database, metrics, log), publish);
  stack.defer(() => commits.idle());
  const readMarks = new ReadMarks({ database, publish, log });
  stack.defer(() => readMarks.flush());
  const personal = new Personal({ database, sources: personalSources, publish, log });
  stack.defer(() => personal.idle());
  const view = new ConversationView(database);
  const departures = new Departures(database);
  const directory = new Directory(database);
  const acquaintances = new Acquaintances(database);
  const feed = createFeed({ database, publish });
  const conversations = new Conversations({ database, view, departures, ring });
  const publicRooms = new PublicRooms(database);
  const messages = new Messages({ database, commits, publish, readMarks, departures });
  const allowed = config.HOOK_ALLOWED_ADDRESSES ?? [];
  const hooks = new Hooks({ database, sealed, jobs, allowed, security, ring });
  const sample = createSampler(new Intake({ database, publish, metrics, log }));
  const settings = { ...config, INGEST_SECRET: ingestSecret !== undefined };
  const reading = new SourceReading({ database, sealed, settings });
  const named = new NamedSources({ database, sealed, mappings, reading, settings, security });
  const rereader = new Rereader(database, mappings);
  const readAlarms = async () => (await sourceSurvey.read()).alarms;
  const cluster = new Cluster({
    ...{ database, bus, traces, self, log, followers: followersOn(jobs), readAlarms, watchers, ring },
  });
  stack.defer(() => cluster.watch.stop());
  const frequentActs = new FrequentActs(database);
  const readEpoch = createEpochReader(database);
  const readHead = createHeadReader(logKinds, database);
  const readDoNotDisturb = createDoNotDisturbReader(database);
  const readOwnHead = (userId: string) => readHead(logOfPerson(userId));
  const doubts = new Doubts({ kinds: logKinds, database, log });
  const accounts = new AccountDesk({
    ...{ database, frequentActs, mail, ring, security },
    publicUrl: config.PUBLIC_URL,
  });
  // The type demands a handler of every event of the contract.
  const handlers: Handlers = {
    ...conversationHandlers({
      ...{ conversations, publicRooms, view, readMarks, feed, workspace },
      ...{ readOwnHead, readDoNotDisturb, readEpoch, doubts, announce },
    }),
    ...meHandlers({ personal, doubts }),
    ...messageHandlers({ messages, doubts }),
    ...peopleHandlers({ directory, acquaintances, presence, profiles: new Profiles({ database, ring }) }),
    ...roomHandlers({ rooms: new RoomDesk({ database, ring }) }),
    ...accountHandlers({
      accounts,
      deletions: new Deletions({ database, jobs, frequentActs, ring }),
    }),
    ...mailHandlers({ letters: new MailDesk({ database, mail, jobs, config }) }),
    ...invitationHandlers(signIn),
    ...signInHandlers(signIn),
    ...ticketHandlers({
      ...{ feed, doubts, announce },
      notes: new TicketNotes(database, publish),
      discussions: new Discussions({ database, publish, ring, publicUrl: config.PUBLIC_URL }),
      rules: new TicketRules(database),
    }),
    ...sourceHandlers({ sample, database, named, reading, trial: new MappingTrial(database, mappings) }),
    ...deadLetterHandlers({
      desk: new DeadLetterDesk(database, rereader),
      mending: new DeadLetterMending(database, publish, rereader),
      runs: new DeadLetterRuns(database, jobs),
    }),
    ...workspaceHandlers({ workspace, ring }),
    ...auditHandlers({ database }),
    ...botHandlers({ bots: new Bots(database), tokens: new Tokens({ database, security }) }),
    ...hookHandlers({ hooks }),
    ...exportHandlers({ exports: new Exports({ database, jobs }) }),
    ...clusterHandlers({ cluster, placeOf: (readerId, messageId) => messages.placeOf(readerId, messageId) }),
  };
  const limits = new RateLimits(config.RATE_LIMIT_FACTOR);
  const dispatcher = new Dispatcher({ handlers, limits, unconfirmed, metrics, log });
  return {
    dispatcher,
    limits,
    arrivals: new Arrivals({ database, messages }),
    view,
    directory,
    acquaintances,
    memberships: new Memberships(database),
  };
};
