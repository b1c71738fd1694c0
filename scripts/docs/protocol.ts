import {
  type ClientEventName,
  clientEvents,
  closes,
  errorCodes,
  IngestData,
  ingestClockTolerance,
  ingestHeaders,
  limits,
  paths,
  type ServerEventName,
  serverEvents,
  timing,
} from '../../protocol/index.ts';
import { clientSentences, serverSentences } from './event-sentences.ts';
import { named, shape, shapeOfNamed } from './shape.ts';

const block = (text: string) => `\`\`\`ts\n${text}\n\`\`\``;
const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const yes = (value: boolean) => (value ? 'yes' : 'no');

const accessNames = {
  user: 'everybody who is signed in',
  member: 'members of the conversation; others get `not_found`',
  admin: 'admins; others get `forbidden`',
};

const intro = `# The wire contract

<!-- Made by \`npm run docs\` from protocol/. Do not edit: a test compares. -->

What a browser, a bot or a load tool says to Switchboard and hears from it. The schemas in \`protocol/\` are the contract
itself; this page is made from them. Within a major version, fields and events are only added.

## Connecting

[Socket.IO 4](https://socket.io/docs/v4/), path \`${paths.socket}\`, WebSocket only. Any client library of Socket.IO will do.
Prove who you are with the session cookie, or with an API token in the handshake: \`auth: { token }\`. A page's \`Origin\`
must be in \`ALLOWED_ORIGINS\`, else its handshake is refused; a program that sends no \`Origin\` is not
asked for one.

A refused handshake is a \`connect_error\` with \`data.code\`. These are all the reasons for which a connection is refused
or ended, and whether coming back by yourself makes sense:

${table(
  ['code', 'come back', 'meaning'],
  Object.entries(closes).map(([code, { comeBack, meaning }]) => [`\`${code}\``, yes(comeBack), meaning]),
)}

## Asking

Every event takes exactly one payload and an acknowledgement, and is answered through it:

${block('{ ok: true; data: … }\n{ ok: false; error: { code: string; message: string; retryAfterMs?: number } }')}

Unknown fields are refused. \`message\` is English and for developers; show people a text of your own for \`code\`.
Where *repeat* says yes, the same request may succeed later; wait \`retryAfterMs\` first.

${table(
  ['code', 'repeat', 'meaning'],
  Object.entries(errorCodes).map(([code, { retry, meaning }]) => [`\`${code}\``, yes(retry), meaning]),
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
* \`message:changes\` gives the **current state** of what changed, so asking twice does no harm.
* Repeat a send that got no answer, or one that may be repeated, **with the same \`clientId\`**. It is stored once.

The ticket feed is one more log of the same kind: \`tickets\`, \`ticket:changes\`, and \`feed\` in \`sync\`.

A client that does not read is taken out of its rooms, gets \`head\` when it has caught up, and is disconnected after ten
seconds. Heads come about every ${timing.heads / 1000} s without being asked for.`;

const clientEvent = (name: ClientEventName): string => {
  const { access, payload, data } = clientEvents[name];
  return [
    `### \`${name}\``,
    clientSentences[name],
    `For ${accessNames[access]}.`,
    `Payload:\n\n${block(shape(payload, 'input'))}`,
    `Data:${answer(shape(data, 'output'))}`,
  ].join('\n\n');
};

const answer = (text: string) => (text.includes('\n') ? `\n\n${block(text)}` : ` \`${text}\``);

const serverEvent = (name: ServerEventName): string =>
  [`### \`${name}\``, serverSentences[name], answer(shape(serverEvents[name], 'output')).trim()].join('\n\n');

const types = (Object.keys(named) as (keyof typeof named)[])
  .map((name) => `type ${name} = ${typeBody(name)}`)
  .join('\n\n');

function typeBody(name: keyof typeof named): string {
  if (name === 'Id') return 'string; // a UUID';
  if (name === 'Timestamp') return 'string; // ISO 8601, UTC, milliseconds';
  if (name === 'LogPosition') return 'integer; // from 1; 0 means "nothing yet"';
  return `${shapeOfNamed(name)};`;
}

const http = `## Over HTTP

${table(
  ['path', 'what'],
  [
    [`\`GET ${paths.alive}\``, 'answers 200 while the process runs'],
    [`\`GET ${paths.ready}\``, 'answers 200 when the instance can do its work'],
    [
      `\`GET ${paths.metrics}\``,
      'Prometheus; with `Authorization: Bearer METRICS_TOKEN`, or without a token from the same machine',
    ],
    [
      `\`${paths.auth}/*\``,
      '[better-auth](https://www.better-auth.com/docs): `/sign-up/email`, `/sign-in/email`, `/sign-out`, `/api-key/create` …',
    ],
    [`\`POST ${paths.ingestTickets}\``, 'takes in ticket events'],
  ],
)}

### Sending a ticket event

The body is one \`TicketEvent\` or an array of at most ${limits.ingestBatch}, each bare or as the \`data\` of a
[CloudEvent 1.0](https://cloudevents.io/). Fields that the contract does not know are ignored. Two headers sign it:

* \`${ingestHeaders.timestamp}\`: now, in seconds or milliseconds since 1970; at most ${ingestClockTolerance / 60_000} minutes off
* \`${ingestHeaders.signature}\`: \`sha256=\` and HMAC-SHA256(\`INGEST_SECRET\`, timestamp + "." + body) in hex

The answer has one outcome per event, in the order sent. An event that was there before is \`repeated\` and changes nothing;
one that cannot be read is kept as a \`dead_letter\` and does not hold up the others.

${block(shape(IngestData, 'output'))}

The same event may come over Kafka (\`KAFKA_TOPIC\`), RabbitMQ (\`AMQP_QUEUE\`) or a Redis stream (\`TICKET_STREAM\`).`;

const bounds = `## Limits

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
