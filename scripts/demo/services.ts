import type { Result } from '../../protocol/index.ts';
import { Bots, Tokens } from '../../server/bots/index.ts';
import { JobList } from '../../server/engine/jobs/add-job.ts';
import { GroupCommit } from '../../server/engine/log/group-commit.ts';
import type { Logger } from '../../server/engine/ops/log.ts';
import type { Metrics } from '../../server/engine/ops/metrics.ts';
import { Sealed } from '../../server/engine/ops/sealed.ts';
import { SecurityLog } from '../../server/engine/ops/security-log.ts';
import type { Database } from '../../server/engine/store/database.ts';
import { Arrivals, Hooks } from '../../server/hooks/index.ts';
import { Appender } from '../../server/messages/append.ts';
import { Messages } from '../../server/messages/messages.ts';
import { Profiles } from '../../server/people/profiles.ts';
import { Pictures } from '../../server/pictures/index.ts';
import { ConversationView } from '../../server/rooms/conversation-view.ts';
import { Conversations } from '../../server/rooms/conversations.ts';
import { Departures } from '../../server/rooms/departures.ts';
import { ReadMarks } from '../../server/rooms/read-marks.ts';
import { createNamedIngest, Mappings, NamedSources, SourceReading } from '../../server/sources/index.ts';
import { Intake } from '../../server/sources/intake.ts';
import { createFeed } from '../../server/tickets/feed.ts';
import { TicketNotes } from '../../server/tickets/index.ts';

/** Nothing that a demo is filled with comes from where settings say. */
const noSources = {
  ...{ KAFKA_BROKERS: undefined, KAFKA_TOPIC: 'tickets.rejected', KAFKA_GROUP: 'switchboard' },
  ...{ AMQP_URL: undefined, AMQP_QUEUE: 'tickets.rejected', TICKET_STREAM: undefined, INGEST_SECRET: false },
};

/** The server's own services, on a database that nobody is connected to yet: nobody has to be told of anything. */
export const createServices = (
  database: Database,
  { metrics, log, authSecret }: { metrics: Metrics; log: Logger; authSecret: string },
) => {
  const publish = () => {};
  const ring = () => {};
  const view = new ConversationView(database);
  const departures = new Departures(database);
  const readMarks = new ReadMarks({ database, publish, log });
  const security = new SecurityLog(log, authSecret);
  const sealed = new Sealed(authSecret);
  const commits = new GroupCommit(new Appender(database, metrics, log), publish);
  const messages = new Messages({ database, commits, publish, readMarks, departures });
  const intake = new Intake({ database, publish, metrics, log });
  const mappings = new Mappings();
  const reading = new SourceReading({ database, sealed, settings: noSources });
  return {
    /** For what no service does, which is to say that something happened long ago. */
    query: database.query,
    conversations: new Conversations({ database, view, departures, ring }),
    messages,
    readMarks,
    profiles: new Profiles({ database, ring }),
    pictures: new Pictures(database),
    bots: new Bots(database),
    tokens: new Tokens({ database, security }),
    hooks: new Hooks({ database, sealed, jobs: new JobList(database), allowed: [], security, ring }),
    arrivals: new Arrivals({ database, messages }),
    ...{ intake, mappings },
    namedSources: new NamedSources({ database, sealed, mappings, reading, settings: noSources, security }),
    namedIngest: createNamedIngest({ database, intake, sealed, mappings }),
    feed: createFeed({ database, publish }),
    notes: new TicketNotes(database, publish),
  };
};

export type Services = ReturnType<typeof createServices>;

/** @throws Error when a service refuses: then the demo asks for something that Switchboard does not allow */
export const granted = <Data>(result: Result<Data>): Data => {
  if (!result.ok) throw new Error(`the demo was refused something: ${result.error.code}: ${result.error.message}`);
  return result.data;
};
