import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { limits, type Message, pictureSizes } from '../../../protocol/index.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { exportAudit, FrequentActs, verifyAudit } from '../../../server/audit/index.ts';
import { readAuditPage } from '../../../server/audit/page.ts';
import { Bots } from '../../../server/bots/bots.ts';
import { Tokens } from '../../../server/bots/tokens.ts';
import { beat, leave, readInstances, weighDatabase } from '../../../server/cluster/queries.ts';
import { describeSelf } from '../../../server/cluster/self.ts';
import { Pulse } from '../../../server/cluster/vitals.ts';
import {
  DeadLetterDesk,
  DeadLetterMending,
  DeadLetterRuns,
  deadLetterJobs,
} from '../../../server/dead-letters/index.ts';
import { idsOfWindow, rereadWindow } from '../../../server/dead-letters/window.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { readChanges } from '../../../server/engine/log/changes.ts';
import { Doubts } from '../../../server/engine/log/epoch/doubts.ts';
import { readPresent } from '../../../server/engine/log/epoch/present.ts';
import { renumberSome } from '../../../server/engine/log/epoch/renumber.ts';
import { ensureCursors, holdCursor, moveCursor, readCursors } from '../../../server/engine/log/followers/cursor.ts';
import { askAgain, setAside, surveyFaults, tryAgain } from '../../../server/engine/log/followers/faults.ts';
import { followerStates } from '../../../server/engine/log/followers/state.ts';
import { GroupCommit } from '../../../server/engine/log/group-commit.ts';
import { createEpochReader, readHeads } from '../../../server/engine/log/heads.ts';
import { readNews } from '../../../server/engine/log/tail-news.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { Sealed } from '../../../server/engine/ops/sealed.ts';
import { SecurityLog } from '../../../server/engine/ops/security-log.ts';
import type { Database } from '../../../server/engine/store/database.ts';
import { readInstallation } from '../../../server/engine/store/installation.ts';
import type { Transaction } from '../../../server/engine/store/transaction.ts';
import { readExport } from '../../../server/exports/download.ts';
import { Exports } from '../../../server/exports/exports.ts';
import { exportJobs } from '../../../server/exports/jobs.ts';
import { stopExport } from '../../../server/exports/store.ts';
import { writeExport } from '../../../server/exports/write.ts';
import { followersOn } from '../../../server/followers.ts';
import { Arrivals } from '../../../server/hooks/arrivals.ts';
import { Courier } from '../../../server/hooks/courier.ts';
import { Hooks } from '../../../server/hooks/hooks.ts';
import { Invitations } from '../../../server/invitations/invitations.ts';
import { logKinds, personalSources } from '../../../server/log-kinds.ts';
import { Mail, MailDesk } from '../../../server/mail/index.ts';
import { createDoNotDisturbReader, logOfPerson } from '../../../server/me/index.ts';
import { Personal } from '../../../server/me/personal.ts';
import { Appender } from '../../../server/messages/append.ts';
import { Messages } from '../../../server/messages/messages.ts';
import { AccountDesk } from '../../../server/people/account-desk.ts';
import { Acquaintances } from '../../../server/people/acquaintances.ts';
import { AddressClaims, claimJobs } from '../../../server/people/address-claims.ts';
import { Admission } from '../../../server/people/admission.ts';
import { Attempts, pruneAttempts } from '../../../server/people/attempts.ts';
import { Deletions, removalJobs } from '../../../server/people/deletions.ts';
import { Directory } from '../../../server/people/directory.ts';
import { Profiles } from '../../../server/people/profiles.ts';
import { sessionCookieName } from '../../../server/people/session-cookie.ts';
import { SessionUse } from '../../../server/people/session-use.ts';
import { Sessions } from '../../../server/people/sessions.ts';
import { SetupCode } from '../../../server/people/setup-code.ts';
import { Pictures } from '../../../server/pictures/index.ts';
import { ConversationView } from '../../../server/rooms/conversation-view.ts';
import { Conversations } from '../../../server/rooms/conversations.ts';
import { Departures } from '../../../server/rooms/departures.ts';
import { Memberships } from '../../../server/rooms/memberships.ts';
import { PublicRooms } from '../../../server/rooms/public-rooms.ts';
import { ReadMarks } from '../../../server/rooms/read-marks.ts';
import { RoomDesk } from '../../../server/rooms/room-desk.ts';
import { readBooks } from '../../../server/sources/books.ts';
import {
  createNamedIngest,
  MappingTrial,
  NamedSources,
  Rereader,
  SourceReading,
  SourceSurvey,
  Supervisor,
  sourceJobs,
  sourceMeasure,
} from '../../../server/sources/index.ts';
import { Intake } from '../../../server/sources/intake.ts';
import { noteTopic } from '../../../server/sources/kafka/topic-notes.ts';
import { Reach } from '../../../server/sources/reach/reach.ts';
import { tellForgotten, tellMissing } from '../../../server/sources/redis-stream/happenings.ts';
import { sampleRejections } from '../../../server/sources/sample-events.ts';
import { Expectations } from '../../../server/sources/watch/expectations.ts';
import { createFeed } from '../../../server/tickets/feed.ts';
import { Discussions, TicketNotes, TicketRules, ticketJobs } from '../../../server/tickets/index.ts';
import { ingestTickets } from '../../../server/tickets/rejections.ts';
import { ticketLog } from '../../../server/tickets/ticket-log.ts';
import { Workspace } from '../../../server/workspace/index.ts';
import { from } from '../../support/from.ts';
import type { Person, Seed } from '../../support/seed.ts';
import { unsaid } from '../../support/unsaid.ts';
import { incoming } from '../ingest/workbench.ts';

export type Scene = {
  database: Database;
  seed: Seed;
  secret: string;
  ada: Person;
  bob: Person;
  admin: Person;
  room: string;
};

const silent = createLogger('silent', 'test');

const chat = async ({ database, seed, ada, bob, admin, room: conversationId }: Scene) => {
  const view = new ConversationView(database);
  const departures = new Departures(database);
  const readMarks = new ReadMarks({ database, publish: () => {}, log: silent });
  const commits = new GroupCommit(new Appender(database, createMetrics(), silent), () => {});
  const messages = new Messages({ database, commits, publish: () => {}, readMarks, departures });
  const conversations = new Conversations({ database, view, departures, ring: () => {} });
  const clientId = randomUUID();
  const send = () => messages.send(ada.id, { conversationId, clientId, body: `Hi <@${bob.id}>` });
  const sent = await send();
  if (!sent.ok) throw new Error(sent.error.message);
  await send();
  await messages.edit(ada.id, { messageId: sent.data.id, body: `Hi again <@${bob.id}>` });
  await messages.history(bob.id, { conversationId, limit: 50 });
  await messages.locate(bob.id, { conversationId, messageId: sent.data.id });
  await messages.placeOf(bob.id, sent.data.id);
  await messages.changes(bob.id, { conversationId, afterVersion: 0, limit: 50 });
  await readMarks.mark(bob.id, { conversationId, seq: 3 });
  await readMarks.mark(bob.id, { conversationId, seq: 2, back: true });
  readMarks.follow(bob.id, conversationId, 4);
  await readMarks.flush();
  await view.all(bob.id);
  const memberships = new Memberships(database);
  await memberships.of(bob.id);
  await memberships.sizes([conversationId]);
  await readChanges(logKinds, database, new Map([[conversationId, 0]]));

  const made = await conversations.create(ada.id, {
    kind: 'room',
    name: 'Made',
    visibility: 'public',
    memberIds: [bob.id],
  });
  if (!made.ok) throw new Error(made.error.message);
  const of = { conversationId: made.data.id };
  await conversations.create(ada.id, { kind: 'direct', memberId: bob.id });
  await conversations.create(ada.id, { kind: 'direct', memberIds: [bob.id, admin.id] });
  await conversations.update(from(ada), { ...of, name: 'Changed' });
  await conversations.role(from(ada), { ...of, memberId: bob.id, role: 'owner' });
  await conversations.remove(from(bob), { ...of, memberId: ada.id });
  await conversations.leave(ada.id, of);
  await conversations.invite(bob.id, { ...of, memberIds: [ada.id] });
  await conversations.leave(bob.id, of);
  await conversations.join(bob.id, of);
  await conversations.update(from(ada), { ...of, archived: true });
  await seed.rows('update conversation set archived_at = now() where id = $1', [of.conversationId]);
  await conversations.join((await seed.person('Late')).id, of);
  await view.fromOutside(ada.id, of.conversationId);
  // What ran last is examined: as somebody who is in many rooms.
  await view.one(bob.id, conversationId);
  await new PublicRooms(database).browse(ada.id, { query: 'no such room', limit: 50 });
  await new PublicRooms(database).browse(ada.id, { limit: 50 });
};

const people = async ({ database, seed, secret, bob, admin }: Scene) => {
  const directory = new Directory(database);
  await directory.list({ ids: [bob.id], limit: 50 });
  await directory.list({ limit: 50 });
  await directory.list({ query: 'nobody of this name', limit: 50 });
  await directory.keys({ ids: [bob.id] });
  await createDoNotDisturbReader(database)(bob.id);
  const profiles = new Profiles({ database, ring: () => {} });
  await profiles.update({ me: bob, address: '192.0.2.1' }, { title: 'Engineer' });
  await profiles.get({ userId: bob.id });
  const pictures = new Pictures(database);
  const picture = await pictures.add(
    await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
      .png()
      .toBuffer(),
  );
  if (!picture.ok) throw new Error(picture.error.message);
  for (const size of pictureSizes) await pictures.read(picture.data.id, size);
  await directory.several([bob.id]);
  const acquaintances = new Acquaintances(database);
  await acquaintances.list(bob.id, { ids: [admin.id], limit: 50 });
  await acquaintances.list(bob.id, { limit: 50 });
  await acquaintances.among(bob.id, [admin.id]);
  const use = new SessionUse(database);
  const sessions = new Sessions({ database, secret, cookieName: sessionCookieName('http://'), use });
  const { id, cookie } = await seed.session(bob);
  const { token } = await seed.apiToken(bob);
  await sessions.byCookie(cookie);
  await sessions.byApiToken(token);
  await sessions.stillValid([id]);
  await use.write();
  const security = new SecurityLog(silent, secret);
  const workspace = new Workspace({ database, fixed: undefined, mail: false, confirms: false });
  await workspace.isLogo('a'.repeat(64));
  await workspace.view();
  await workspace.policy();
  await workspace.domains();
  await workspace.settings();
  await workspace.update({ id: admin.id, address: '' }, { roomsBy: 'members' });
  const terms = { days: 7, uses: 1, role: 'member' as const, roomIds: [] };
  const letters = new Mail({ url: undefined, jobs: new JobList(database) });
  const invitations = new Invitations({ database, workspace, mail: letters, publicUrl: 'http://localhost', security });
  const own = { ...bob, ...unsaid, address: '192.0.2.1' };
  const made = await invitations.create(own, terms);
  if (!made.ok) throw new Error(made.error.message);
  await invitations.find(made.data.token);
  await invitations.list(own);
  await invitations.list(admin);
  await invitations.revoke(own, { invitationId: made.data.invitation.id });
  const attempts = new Attempts({ database, secret, factor: 1 });
  const attempt = await attempts.take({ account: 'somebody@test', address: '10.0.0.1' });
  if ('succeeded' in attempt) await attempt.succeeded({ familiar: true });
  await pruneAttempts(database);
  const claims = new AddressClaims({ database, mail: letters, jobs: new JobList(database), publicUrl: '' });
  const code = new SetupCode(secret, undefined);
  await new Admission({ database, attempts, invitations, workspace, claims, code }).welcome();
};

/** Letters leave nowhere from here: they are only added. */
const addresses = async ({ database, ada, admin }: Scene) => {
  const jobs = new JobList(database);
  const mail = new Mail({ url: 'smtp://127.0.0.1:1', jobs });
  const publicUrl = 'http://localhost';
  const claims = new AddressClaims({ database, mail, jobs, publicUrl });
  await claims.askAsNewcomer('new@test.example', 'en');
  const config = { SMTP_URL: undefined, MAIL_FROM: undefined, PUBLIC_URL: publicUrl };
  const letters = new MailDesk({ database, mail, jobs, config });
  const caller = { me: { ...admin, ...unsaid }, sessionId: '', address: '10.0.0.1' };
  const sent = await letters.test(caller, { language: 'en' });
  if (!sent.ok) throw new Error(sent.error.message);
  await letters.retry(caller, { letterId: sent.data.id });
  await letters.list({ limit: 50 });
  await letters.list({ state: 'failing', limit: 50 });
  const [due] = claimJobs(database, mail, publicUrl);
  await due?.run({ email: 'new@test.example', language: 'en' });
  await claims.ofNewcomer('unknown');
  await claims.ask(ada, 'next@test.example', 'en');
  await claims.prove({ id: ada.id, address: '10.0.0.1' }, 'unknown', 'en');
};

const programs = async ({ database, secret, ada, admin }: Scene) => {
  const [own, governor] = [
    { me: { ...ada, ...unsaid }, address: '127.0.0.1' },
    { me: { ...admin, ...unsaid }, address: '127.0.0.1' },
  ];
  const bots = new Bots(database);
  const made = await bots.create(own, { name: 'Bot', role: 'member', ofWorkspace: false });
  if (!made.ok) throw new Error(made.error.message);
  const botId = made.data.id;
  // What ran last is run again to be looked at, and so must not make anything.
  await bots.create(own, { name: 'Bot', role: 'member', ofWorkspace: true });
  await bots.list(own);
  await bots.list(governor);
  await bots.update(own, { botId, name: 'Another' });
  const tokens = new Tokens({ database, security: new SecurityLog(silent, secret) });
  const token = await tokens.create(own, { name: 'one', scopes: ['read'], days: 1, botId });
  if (!token.ok) throw new Error(token.error.message);
  await tokens.list(own, { of: 'own' });
  await tokens.list(governor, { of: 'all' });
  await tokens.revoke(own, { tokenId: token.data.token.id });
  await bots.delete(own, { botId });
};

const hooks = async ({ database, seed, secret, ada, admin, room }: Scene) => {
  const [own, governor] = [
    { me: { ...ada, ...unsaid }, address: '127.0.0.1' },
    { me: { ...admin, ...unsaid }, address: '127.0.0.1' },
  ];
  const [jobs, sealed] = [new JobList(database), new Sealed(secret)];
  const security = new SecurityLog(silent, secret);
  const service = new Hooks({ database, sealed, jobs, allowed: [], security, ring: () => {} });
  const incoming = await service.create(own, {
    direction: 'incoming',
    name: 'In',
    conversationId: room,
    mentions: false,
  });
  const url = 'https://127.0.0.1/nobody-there';
  const made = await service.create(governor, {
    direction: 'outgoing',
    name: 'Out',
    url: 'https://192.0.32.10/',
    mentions: false,
  });
  if (!incoming.ok || !made.ok) throw new Error('a hook was not made');
  const hookId = made.data.hook.id;
  await service.create(own, { direction: 'outgoing', name: 'Out', url: 'https://192.0.32.10/', mentions: false });
  await service.list(governor);
  await service.list(own);
  await seed.rows('update hook set url = $2, conversation_id = $3, log_id = $3, delivered_version = 0 where id = $1', [
    hookId,
    url,
    room,
  ]);
  await service.update(governor, { hookId, off: false });
  const courier = new Courier({ database, kinds: logKinds, sealed, jobs, allowed: [], log: silent });
  await courier.deliver(hookId);
  await seed.rows('update hook set delivered_version = 1000000000, next_attempt_at = null where id = $1', [hookId]);
  await courier.deliver(hookId);
  const log = await service.deliveries(governor, { hookId });
  const deliveryId = log.ok ? (log.data.deliveries[0]?.id ?? '') : '';
  await service.resend(governor, { hookId, deliveryId });
  await courier.resend(deliveryId);
  const messages = { send: async () => ({ ok: true, data: {} as Message }) as const };
  const arrivals = new Arrivals({ database, messages });
  const found = await arrivals.find(incoming.data.secret);
  if (found === null) throw new Error('no hook has this secret');
  await arrivals.post(found, 'Hello', 'a key');
  await service.delete(own, { hookId: incoming.data.hook.id });
};

const tickets = async ({ database, admin }: Scene) => {
  const about = {
    ticketId: 'T-1',
    title: 'Refund',
    reasonCode: 'over_limit',
    reason: 'Too much',
    rejectedBy: 'policy',
  };
  const occurredAt = new Date().toISOString();
  const event = incoming({ ...about, eventId: randomUUID(), occurredAt, priority: 'high' });
  const ingested = await ingestTickets(database, { source: 'http', events: [event], deadLetters: [] });
  const rejectionId = ingested.fenced ? undefined : ingested.batch?.entries[0]?.id;
  const again = { ...event, title: 'Another', contentHash: 'ab'.repeat(32) };
  await ingestTickets(database, { source: 'http', events: [again], deadLetters: [] });
  if (rejectionId === undefined) throw new Error('nothing was stored');
  const feed = createFeed({ database, publish: () => {} });
  await feed.acknowledge(admin.id, { rejectionId });
  await feed.assign(admin.id, { rejectionId, assigneeId: admin.id });
  await feed.get({ rejectionId });
  await feed.get({ ticketId: 'T-1' });
  await feed.changes({ afterVersion: 0, limit: 50 });
  await feed.facets(admin.id, { text: 'nothing like it' });
  await feed.statistics();
  await feed.assignees({ query: 'x', limit: 50 });
  await feed.head();
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const clientId = randomUUID();
  await feed.snooze(admin.id, { rejectionId, until: tomorrow });
  await feed.resolve(admin.id, { rejectionId, outcome: 'other' });
  await feed.duplicate(admin.id, { rejectionId, originalId: randomUUID() });
  await feed.timeline({ rejectionId, limit: 50 });
  await feed.cards({ ids: [rejectionId] });
  await new TicketNotes(database, () => {}).write({ actorId: admin.id, rejectionId, clientId, text: 'A note' });
  const publicUrl = 'https://chat.example.com';
  await new Discussions({ database, publish: () => {}, ring: () => {}, publicUrl }).open(admin.id, rejectionId);
  await new TicketRules(database).configure({ id: admin.id, address: '127.0.0.1' }, { acknowledgeHours: 4 });
  for (const { run } of ticketJobs(database, new JobList(database), () => {})) await run({ rejectionId });
  const [early, soon] = ['2020-01-01T00:00:00.000Z', '2020-01-02T00:00:00.000Z'];
  for (const filter of [
    {},
    { text: 'nothing like it' },
    { reasonCode: 'rare', state: 'resolved' },
    { state: 'open' },
    { priority: 'urgent' },
    { assigneeId: 'me' },
    { assigneeId: 'nobody' },
    { source: 'kafka' },
    { occurredAfter: early, occurredBefore: soon },
  ] as const)
    await feed.list(admin.id, { limit: 50, ...filter });
};

const deadLetters = async ({ database, seed, admin }: Scene) => {
  const asker = { me: { ...admin, ...unsaid }, address: '127.0.0.1' };
  const letter = { origin: 'topic', payload: Buffer.from('{}'), error: 'eventId: is missing', headers: {}, key: null };
  const kept = ['one', 'two', 'three'].map((position) => ({ ...letter, position: `${position} ${randomUUID()}` }));
  await ingestTickets(database, { source: 'kafka', events: [], deadLetters: kept });
  const rereader = new Rereader(database, mappings);
  const desk = new DeadLetterDesk(database, rereader);
  await readBooks(database);
  const nothing = async () => new Map([[0, { first: 0, end: 1, lastAt: null }]]);
  await new Reach(database, { source: 'kafka', group: 'one', topic: 'topic@1' }).look([0], nothing);
  await noteTopic(database, { source: 'kafka', group: 'one', topic: 'topic', id: '1', partitionsCount: 1 });
  await tellMissing(database, 'redis-stream', { from: 1, next: 2 });
  await tellForgotten(database, 'redis-stream');
  const expectations = new Expectations(database);
  const expected = { minutes: 30, days: [1], from: '08:00', to: '18:00', timeZone: 'Europe/Berlin' };
  await expectations.expect(asker, { source: 'http', expected });
  await expectations.rhythm({ source: 'http', timeZone: 'Europe/Berlin' });
  for (const job of sourceJobs(database)) await job.run({});
  await sourceMeasure(createMetrics(), new SourceSurvey(database), database)();
  await desk.groups({ state: 'standing' });
  await desk.list({ state: 'standing', limit: 50 });
  // Few of them, among many.
  for (const which of [{}, { source: 'kafka' }, { kind: 'one of many' }] as const)
    await desk.list({ state: 'discarded', limit: 50, ...which });
  const page = await desk.list({ state: 'standing', source: 'kafka', kind: letter.error, limit: 50 });
  const [id = ''] = page.ok ? page.data.letters.map(({ id }) => id) : [];
  await desk.get({ deadLetterId: id });
  await desk.preview({ selection: { source: 'kafka', kind: letter.error } });
  await new DeadLetterMending(database, () => {}, rereader).mend(asker, {
    deadLetterId: id,
    text: JSON.stringify(sampleRejections(1)[0]),
  });
  const runs = new DeadLetterRuns(database, new JobList(database));
  const selection = { source: 'kafka', kind: letter.error } as const;
  const begun = [
    await runs.retry(asker, { selection }),
    await runs.discard(asker, { selection: { kind: 'another' }, reason: 'a test' }),
    await runs.cancel(asker, { runId: randomUUID() }),
  ];
  await runs.list();
  const [job] = deadLetterJobs(database, () => {}, rereader);
  for (const run of begun) if (run.ok) await job?.run({ runId: run.data.run.id });
  // Nothing is left to be done by these.
  const span = { after: null, until: '00000000-0000-0000-0000-000000000000' };
  for (const which of [{ all: true }, { source: 'kafka' }, { kind: 'one of many' }, selection] as const) {
    await rereadWindow(database, rereader, { selection: which, ...span });
    await idsOfWindow(database, 'discarded', { selection: which, ...span });
  }
  await seed.rows('delete from dead_letter_run');
};

// What they make of an event is not looked at here.
const mappings = { map: async () => [], faultOf: async () => null } as never;

const sources = async ({ database, secret, admin }: Scene) => {
  const asker = { me: { ...admin, ...unsaid }, address: '127.0.0.1' };
  const [sealed, metrics] = [new Sealed(secret), createMetrics()];
  const settings = { KAFKA_TOPIC: 't', KAFKA_GROUP: 'g', AMQP_QUEUE: 'q', INGEST_SECRET: false } as const;
  const reading = new SourceReading({ database, sealed, settings: { ...settings, ...noPlaces } });
  const security = new SecurityLog(silent, secret);
  const options = { database, sealed, mappings, reading, settings: { ...settings, ...noPlaces }, security };
  const named = new NamedSources(options);
  const base = { mapping: null, paused: false };
  await named.create(asker, { ...base, key: 'desk', name: 'Desk', place: { kind: 'http' } });
  const away = { kind: 'rabbitmq', url: 'amqp://127.0.0.1:1', queue: 'q' } as const;
  await named.create(asker, { ...base, key: 'away', name: 'Away', place: away });
  await named.update(asker, { key: 'desk', version: 1, name: 'Help desk' });
  await named.rotate(asker, { key: 'desk', keepOld: 5, endOld: false });
  await reading.list();
  await reading.names();
  const intake = new Intake({ database, publish: () => {}, metrics, log: silent });
  const here = { instance: 'here', redisUrls: undefined };
  const supervisor = new Supervisor({ database, intake, metrics, log: silent, sealed, mappings, here });
  supervisor.start();
  await until('the source', async () => supervisor.states().length > 0);
  await supervisor.stop();
  await createNamedIngest({ database, intake, sealed, mappings })('desk', { headers: {}, body: Buffer.alloc(0) });
  await new MappingTrial(database, mappings).try({ key: 'kafka', mapping: null });
  await named.end(asker, { key: 'desk' });
  await named.end(asker, { key: 'away' });
};

const noPlaces = { KAFKA_BROKERS: undefined, AMQP_URL: undefined, TICKET_STREAM: undefined };

const follow = async ({ database, room }: Scene) => {
  const followers = followersOn(new JobList(database));
  await ensureCursors(database, followers);
  await readCursors(database, ['search']);
  await surveyFaults(database, ['search']);
  // Their statements run in transactions of their own; here each is looked at by itself.
  const transaction: Transaction = { query: database.query, run: (text, values) => database.pool.query(text, values) };
  const { horizon } = await readPresent(database);
  const upTo = { horizon, limit: limits.followerEntries };
  for (const each of followers) {
    const entries = await each.reads.read(database, { xid: '0', after: null }, upTo);
    await each.handle(transaction, entries.slice(0, 50));
    await each.reads.one(transaction, entries[0]?.id ?? room);
    await holdCursor(transaction, each.name, { xid: '0', after: null });
    await moveCursor(transaction, each.name, { xid: '0', after: null });
    await setAside(transaction, each.name, 'something', new Error('for a test'));
    await askAgain(database, each.name, null);
    await tryAgain(database, each, () => true).catch(() => {});
  }
  await followerStates(database, followers);
};

const cluster = async ({ database }: Scene) => {
  const self = await describeSelf({ INSTANCE_ID: 'test', ROLES: new Set(['worker']) });
  const known = { people: () => 0, sources: () => [] };
  const survey = () => ({ state: 'none', latency: null, bytes: null }) as const;
  const pulse = new Pulse({ metrics: createMetrics(), bus: { survey }, known });
  await beat(database, self, await pulse.look());
  pulse.stop();
  await readInstances(database);
  await weighDatabase(database);
  await leave(database, self);
};

const own = async ({ database, bob }: Scene) => {
  const personal = new Personal({ database, sources: personalSources, publish: () => {}, log: silent });
  await personal.write(bob.id, { kind: 'note', name: 'one', content: {} });
  await personal.changes(bob.id, { afterVersion: 0, limit: 50 });
};

const files = async ({ database, admin, ada, room }: Scene) => {
  const exports = new Exports({ database, jobs: new JobList(database) });
  const log = createLogger('silent', 'test');
  for (const [person, ask] of [
    [admin, (by) => exports.create(by, { roomId: room })],
    [admin, (by) => exports.create(by, { roomId: null })],
    [ada, (by) => exports.createOwn(by)],
  ] satisfies [Person, (by: Parameters<Exports['createOwn']>[0]) => ReturnType<Exports['createOwn']>][]) {
    const by = { me: { ...person, ...unsaid }, address: '192.0.2.1' };
    const made = await ask(by);
    if (!made.ok) throw new Error(made.error.message);
    const exportId = made.data.id;
    await writeExport({ database, log }, exportId);
    await exports.list();
    await exports.listOwn(by);
    const file = await exports.take(by, exportId);
    if (file === null) throw new Error('there is no file');
    for await (const part of readExport(database, file)) if (part.length === 0) throw new Error('a part is empty');
    await exports.cancel(by, { exportId });
    await stopExport(database, exportId, 'retried');
  }
  await exportJobs(database, log)[1]?.run({});
};

const accounts = async ({ database, admin, ada, bob }: Scene) => {
  const desk = new AccountDesk({
    ...{ database, frequentActs: new FrequentActs(database), publicUrl: 'http://localhost', ring: () => {} },
    security: new SecurityLog(silent, 'a secret'),
    mail: new Mail({ url: undefined, jobs: new JobList(database) }),
  });
  await desk.list({ query: 'a', limit: 50 });
  await desk.list({ role: 'admin', deactivated: false, limit: 50 });
  await desk.update(
    { ...admin, ...unsaid },
    { userId: ada.id, endSessions: true, unprotect: true, language: 'en' },
    '192.0.2.1',
  );
  await desk.update({ ...bob, ...unsaid }, { userId: ada.id, role: 'admin', language: 'en' }, '192.0.2.1');
  const jobs = new JobList(database);
  const deletions = new Deletions({ database, jobs, frequentActs: new FrequentActs(database), ring: () => {} });
  await deletions.delete({ ...bob, ...unsaid }, { userId: ada.id, messages: 'removed' }, '192.0.2.1');
  await deletions.removals();
  for (const removal of removalJobs(database, () => {})) await removal.run({ userId: ada.id });
};

const rooms = async ({ database, admin, room }: Scene) => {
  const desk = new RoomDesk({ database, ring: () => {} });
  await desk.list({ query: 'a', limit: 50 });
  await desk.list({ state: 'ownerless', limit: 50 });
  const caller = { me: { ...admin, ...unsaid }, address: '192.0.2.1' };
  await desk.update(caller, { roomId: room, archived: false });
};

const whatWasDone = async ({ database, ada, bob }: Scene) => {
  await verifyAudit(database);
  const [after, before] = [new Date(0), new Date()].map((at) => at.toISOString());
  for (const filter of [
    {},
    { actorId: ada.id, after, before },
    { actorId: bob.id, refused: true },
    { action: 'test', refused: true },
    { subjectId: '7' },
    { refused: true, beforeSeq: 15_000 },
  ])
    await readAuditPage(database, { ...filter, limit: 50 });
  for await (const part of exportAudit(database, 'csv', { refused: true })) if (part === '') break;
};

/** Runs every prepared statement of the product at least once. */
export const runEveryQuery = async (scene: Scene): Promise<void> => {
  await chat(scene);
  await people(scene);
  await addresses(scene);
  await programs(scene);
  await hooks(scene);
  await sources(scene);
  await own(scene);
  await tickets(scene);
  await deadLetters(scene);
  await follow(scene);
  await cluster(scene);
  await accounts(scene);
  await files(scene);
  await rooms(scene);
  await whatWasDone(scene);
  await readInstallation(scene.database);
  await readHeads(logKinds, scene.database, [scene.room, ticketLog, logOfPerson(scene.bob.id)]);
  const epoch = await createEpochReader(scene.database)();
  const doubts = new Doubts({ kinds: logKinds, database: scene.database, log: createLogger('silent', 'queries') });
  const entry = { seq: 50, id: scene.room };
  const known = [scene.room, ticketLog].map((log) => ({ log, version: 50, entry }));
  await doubts.judge(scene.ada.id, epoch, known);
  await renumberSome(scene.database);
  // A window in which nothing was committed: so little must be read that nobody notices a quiet second.
  const [now] = await scene.seed.rows<{ xid: string }>('select pg_current_xact_id()::text as xid');
  const from = BigInt(now?.xid ?? 0);
  for await (const _ of readNews(logKinds, scene.database, { from, to: from + 1n }));
};
