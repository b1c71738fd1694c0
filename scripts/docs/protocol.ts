import {
  accesses,
  budgets,
  type ClientEventName,
  clientEvents,
  closes,
  contractVersion,
  errorCodes,
  IngestData,
  ingestClockTolerance,
  ingestHeaders,
  limits,
  paths,
  refusalReasons,
  type ServerEventName,
  scopeOf,
  serverEvents,
  timing,
} from '../../protocol/index.ts';
import { named } from '../../server/engine/events/schemas.ts';
import { shape, shapeOfNamed } from './shape.ts';

const block = (text: string) => `\`\`\`ts\n${text}\n\`\`\``;
const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const yes = (value: boolean) => (value ? 'yes' : 'no');

const intro = `# The wire contract

<!-- Made by \`npm run docs\` from protocol/. Do not edit: a test compares. -->

What a browser, a bot or a load tool says to Switchboard and hears from it. The schemas in \`protocol/\` are the contract
itself; this page is made from them. It has a number, now ${contractVersion}, which grows with every change
(\`protocol/history.ts\`), and changes add: tolerate fields, events, and words in place of those that are listed here, in what
you hear and do not know.

## Connecting

[Socket.IO 4](https://socket.io/docs/v4/), path \`${paths.socket}\`, WebSocket only. Any client library of Socket.IO will do.
Prove who you are with the session cookie, or with an API token in the handshake: \`auth: { token }\`. A page's \`Origin\`
must be in \`ALLOWED_ORIGINS\`, else its handshake is refused; a program that sends no \`Origin\` is not
asked for one. A page also says whom it was made for, \`auth: { me }\`, and is refused when the session is somebody else's
by now, so that nothing is ever sent in another person's name. With \`auth: { contract, oldest }\` it says which contract it
speaks, and the oldest one of an instance that it can speak to; \`sync\` answers the instance's. A bot that says nothing is let in.

A refused handshake is a \`connect_error\` with \`data.code\`. These are all the reasons for which a connection is refused
or ended, and whether coming back by yourself makes sense:

${table(
  ['code', 'come back', 'meaning'],
  Object.entries(closes).map(([code, { comeBack, meaning }]) => [`\`${code}\``, yes(comeBack), meaning]),
)}

## Asking

Every event takes exactly one payload and an acknowledgement, and is answered through it:

${block('{ ok: true; data: … }\n{ ok: false; error: { code: string; message: string; retryAfterMs?: number; data?: { reason?: string; byId?: Id; personId?: Id } } }')}

A field that the server does not know is dropped. While instances of two versions run side by side, a field that changes what
is stored must not be: look it up in \`since\` of \`protocol/version.ts\`, and send it only where \`sync\` answered that contract
or a later one. \`message\` is English and for developers; show people a text of your own for \`code\`.
Where *repeat* says yes, the same request may succeed later; wait \`retryAfterMs\` first.

${table(
  ['code', 'repeat', 'meaning'],
  Object.entries(errorCodes).map(([code, { retry, meaning }]) => [`\`${code}\``, yes(retry), meaning]),
)}

What is *dear* needs a browser whose person signed in, or proved again who they are, within ten minutes. Later it is
\`forbidden\`, and \`data.confirm\` says how to prove it (\`POST /api/auth/confirm\`); then ask again. An API token never may.

\`data\` is there where the code alone would leave a person guessing. Take a \`reason\` that you do not know for \`other\`.

${table(
  ['reason', 'meaning'],
  Object.entries(refusalReasons).map(([reason, meaning]) => [`\`${reason}\``, meaning]),
)}

## Staying complete

A connection can be lost at any moment, and with it what was on its way. The contract is built so that a client always
notices, and can always repair.

* Each conversation has a \`version\` that counts every durable change: a message sent, edited, deleted, reacted to.
  A message's \`seq\` is its place and never changes; its \`version\` is that of its latest change.
* Keep one **cursor** per conversation: the version up to which you have everything.
* On \`messages\`: if \`after\` is at most your cursor, take each message whose version is above the one you hold, and set
  the cursor to \`version\`. If \`after\` is above your cursor, hold the event for ${timing.clientHole} ms; if the missing part has not come
  by then, ask \`message:changes\` with your cursor.
* On \`head\` above your cursor, and after every connect (\`sync\` tells the heads): ask \`message:changes\`.
* Keep the **epoch** that \`sync\` tells. When it is another one, the database was put back to an earlier state: drop all cursors
  and everything you hold of logs, take what \`sync\` says, and send again what was not acknowledged. Say in \`sync\` and
  \`message:changes\` in which epoch your cursors are: whoever knows more than the database makes it notice.
* \`message:changes\` gives the **current state** of what changed, so asking twice does no harm.
* Repeat a send that got no answer, or one that may be repeated, **with the same \`clientId\`**. It is stored once.

The ticket feed is one more log of the same kind: \`tickets\`, \`ticket:changes\`, and \`feed\` in \`sync\`.

A client that does not read is taken out of its rooms, gets \`head\` when it has caught up, and is disconnected after ten
seconds. Heads come about every ${timing.heads / 1000} s without being asked for.`;

const needed = { connection: 'Only over Socket.IO.', session: 'Not with an API token, only signed in.' };

const clientEvent = (name: ClientEventName): string => {
  const { access, budget, dear, needs, payload, data, says } = clientEvents[name];
  return [
    `### \`${name}\``,
    says,
    `For ${accesses[access].who}. Scope \`${scopeOf(clientEvents[name])}\`. Taken from \`${budget}\`.${needs ? ` ${needed[needs]}` : ''}${dear ? ' Dear: see below.' : ''}`,
    `Payload:\n\n${block(shape(payload, 'input'))}`,
    `Data:${answer(shape(data, 'output'))}`,
  ].join('\n\n');
};

const answer = (text: string) => (text.includes('\n') ? `\n\n${block(text)}` : ` \`${text}\``);

const serverEvent = (name: ServerEventName): string => {
  const { payload, says, announced } = serverEvents[name];
  return [
    `### \`${name}\``,
    announced ? `${says} It may get lost, and is not said again.` : says,
    answer(shape(payload, 'output')).trim(),
  ].join('\n\n');
};

const types = (Object.keys(named) as (keyof typeof named)[])
  .map((name) => `type ${name} = ${typeBody(name)}`)
  .join('\n\n');

function typeBody(name: keyof typeof named): string {
  if (name === 'Id') return 'string; // a UUID';
  if (name === 'Timestamp') return 'string; // ISO 8601, UTC, milliseconds';
  if (name === 'LogPosition') return 'integer; // from 1; 0 means "nothing yet"';
  return `${shapeOfNamed(name)};`;
}

const accountsText =
  'accounts: `/sign-up/email`, `/sign-in/email`, `/sign-out`, `/list-sessions` … with exactly the fields of `protocol/accounts.ts`; the list of routes is in `server/people/account-routes.ts`';

const http = `## Over HTTP

${table(
  ['path', 'what'],
  [
    [`\`GET ${paths.alive}\``, 'answers 200 while the process runs; not there through a proxy'],
    [`\`GET ${paths.ready}\``, 'answers 200 when the instance can do its work; not there through a proxy'],
    [
      `\`GET ${paths.metrics}\``,
      'Prometheus; with `Authorization: Bearer METRICS_TOKEN`, or without a token for programs on the same machine',
    ],
    [`\`${paths.auth}/*\``, accountsText],
    [`\`POST ${paths.events}/<event>\``, 'everything that a client may ask, for programs without a connection'],
    [`\`GET ${paths.openApi}\``, 'that, as OpenAPI 3.1'],
    [`\`GET ${paths.eventSchemas}\``, 'all events, those of the server too, as JSON Schema 2020-12'],
    [
      `\`GET ${paths.auditExport}\``,
      'the audit log as a file, for admins with the session of a page: `format` is `ndjson` or `csv`, and the fields of `audit:list` filter',
    ],
    [`\`POST ${paths.ingestTickets}\``, 'takes in ticket events'],
    [`\`POST ${paths.ingest}/<key>\``, 'the same, for the source that an admin has named so'],
  ],
)}

Every answer carries \`x-request-id\`; what failed is in the log under it. A body may have ${limits.requestBytes} bytes. A
method that a path has not is answered 405, with \`Allow\`.

### Asking without a connection

\`POST ${paths.events}/message:send\` asks \`message:send\`, and so for every event that is not about a connection. Prove who you are
with an API token, \`Authorization: Bearer swb_…\`; a cookie counts for nothing here. The body is the payload as JSON, with
\`Content-Type: application/json\` and at most ${limits.packetBytes} bytes; without one, the payload is \`{}\`. The answer is the one that an
acknowledgement holds. Its status is 200, or as the code says:

${table(
  ['code', 'status'],
  Object.entries(errorCodes).map(([code, { httpStatus }]) => [`\`${code}\``, String(httpStatus)]),
)}

What may be repeated has a \`Retry-After\` in seconds. Budgets are a person's, and the same over HTTP and over sockets.

### Sending a ticket event

The body is one \`TicketEvent\` or an array of at most ${limits.ingestBatch}, each bare or as the \`data\` of a
[CloudEvent 1.0](https://cloudevents.io/), whose envelope is in the JSON or in the headers. \`Content-Encoding\` may be \`gzip\`,
\`deflate\`, \`br\` or \`zstd\`. Two headers sign the bytes as they are sent:

* \`${ingestHeaders.timestamp}\`: now, in seconds or milliseconds since 1970; at most ${ingestClockTolerance / 60_000} minutes off
* \`${ingestHeaders.signature}\`: \`sha256=\` and HMAC-SHA256(\`INGEST_SECRET\`, timestamp + "." + body) in hex; at the address of a
  named source with its own secret instead

The answer has one outcome per event, in the order sent:

* \`created\`: a ticket of its own.
* \`repeated\`: the same source sent the same event before. Nothing changes, however often it comes.
* \`conflicting\`: the \`eventId\` is known from this source, with another content. The ticket stays as it is; this content
  is kept beside it, and \`conflicts\` counts it.
* \`dead_letter\`: it cannot be read. It is kept with the reason, and does not hold up the others.

A body of which nothing can be read is answered with 400, or with 415 when its encoding is not known, and is kept as a dead
letter, too.

${block(shape(IngestData, 'output'))}

Events may come over Kafka (\`KAFKA_TOPIC\`), RabbitMQ (\`AMQP_QUEUE\`) or a Redis stream (\`TICKET_STREAM\`), too. Each
source has its own ids: \`1\` from Kafka and \`1\` over HTTP are two events. So have the sources that admins name; where one has a
mapping, its events have whatever shape that takes. A source that is paused answers 503, with \`Retry-After\`.

### What is made of an event

* Fields that the contract does not know are kept: what fits into ${limits.ticketAttributesBytes} bytes stands in \`attributes\`, and all of it in the raw
  event. The envelope of a CloudEvent stands there as \`ce_source\`, \`ce_type\` and so on.
* Two events have the same content when all their fields are equal, known or not, in whatever order. The envelope of a
  CloudEvent is not content.
* A CloudEvent whose data has no \`eventId\` is known by \`source/id\` (\`/\` and \`%\` in the id written as \`%2F\` and \`%25\`), or by the SHA-256 of it when it is longer than 200 characters.
* A \`url\` with a user name or a password in it is no link: it stands among the \`attributes\`.
* \`occurredAt\` may lie in the future; it must be in the years 1 to 9999.
* Longer than ${limits.ticketEventBytes} bytes, or nested more than ${limits.ticketEventDepth} deep, it is a dead letter.`;

const budgetRows = Object.entries(budgets).map(([name, { points, seconds }]) => [
  `\`${name}\``,
  `${points} in ${seconds} s`,
]);

const bounds = `## Budgets

Each event is taken from one of these, a point for each request; putting people into a room costs a point for each. A budget is
a person's, on each instance, however they ask. Who has used it up is answered \`rate_limited\`.

${table(['budget', 'points'], budgetRows)}

## Limits

${table(
  ['name', 'value'],
  Object.entries(limits).map(([name, value]) => [`\`${name}\``, String(value)]),
)}

Texts are counted in UTF-16 code units. A text that is too long is \`too_large\`, everything else out of bounds is \`invalid\`.`;

/** docs/protocol.md, made from protocol/. */
export const protocolPage = (): string =>
  `${[
    intro,
    '## What a client may ask',
    ...(Object.keys(clientEvents) as ClientEventName[]).map(clientEvent),
    '## What the server says',
    ...(Object.keys(serverEvents) as ServerEventName[]).map(serverEvent),
    `## Types\n\n${block(types)}`,
    http,
    bounds,
  ].join('\n\n')}\n`;
