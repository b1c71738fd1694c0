import type { ClientEventName } from '../../protocol/index.ts';
import { clientEvents } from '../../protocol/index.ts';
import type { Random } from '../../scripts/installation/random.ts';
import { type Known, payloadOf, wrongPayloadOf } from './values.ts';

const events = Object.keys(clientEvents) as ClientEventName[];
/** What fills the database is asked for less often, so that a long run does not become a test of one large table. */
const filling = new Set<ClientEventName>(['conversation:create', 'conversation:invite']);

export const anyEvent = (random: Random): ClientEventName => {
  const event = random.pick(events);
  return filling.has(event) && random.chance(0.9) ? anyEvent(random) : event;
};

/** The events of which a life in a room consists: in five of them everything meets everything. */
const lifeInARoom: ClientEventName[] = [
  ...(['conversation:join', 'message:send', 'conversation:leave', 'message:history', 'sync', 'typing'] as const),
  ...(['read:mark', 'conversation:invite', 'conversation:remove', 'conversation:update', 'message:changes'] as const),
  ...(['message:react', 'message:edit', 'message:delete', 'presence:watch'] as const),
];

/** Five events about one room, to be sent one after the other. */
export const sequence = (random: Random, known: Known, room: string): [ClientEventName, unknown][] =>
  Array.from({ length: 5 }, () => {
    const event = random.pick(lifeInARoom);
    const payload = payloadOf(event, random, known);
    const isAbout = typeof payload === 'object' && payload !== null && 'conversationId' in payload;
    return [event, isAbout ? { ...payload, conversationId: room } : payload];
  });

const ends = [
  '',
  '{',
  ']',
  '[]',
  '[1]',
  '["sync"',
  'null',
  '["disconnect"]',
  '["connect"]',
  '[["sync",{}]]',
  '{"a":1}',
];
const garbage = (random: Random, length: number) =>
  Array.from({ length }, () => String.fromCharCode(random.below(0x2_00))).join('');

/** What a WebSocket may carry, but no client of ours sends. */
export const frame = (random: Random, known: Known): string | Uint8Array<ArrayBuffer> => {
  const event = anyEvent(random);
  const json = JSON.stringify([event, wrongPayloadOf(event, random, known)]);
  const made: (() => string | Uint8Array<ArrayBuffer>)[] = [
    () => `${random.below(10)}${random.below(10)}${random.pick(ends)}`,
    () => `42${random.below(1e9)}${json.slice(0, random.below(json.length))}`,
    () => `42/${garbage(random, 5)},${json}`,
    () => `4${random.below(10)}${json}`,
    () => `45${random.below(20)}-${json}`,
    () => garbage(random, random.below(200)),
    () => `42${'9'.repeat(random.below(400))}${json}`,
    () => `427["${event}",${'['.repeat(20_000)}${']'.repeat(20_000)}]`,
    () => `427["${event}",${JSON.stringify('x'.repeat(random.below(110_000)))}]`,
    () => new Uint8Array(random.below(2_000)),
    () => '40',
    () => '40{"token":7}',
    () => '41',
    () => `2probe${garbage(random, 3)}`,
    () => '3'.repeat(random.below(5) + 1),
  ];
  return random.pick(made)();
};

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PATCH', 'get', 'X'];
const targets = [
  ...[
    '/',
    '/livez',
    '/readyz',
    '/metrics',
    '/chat',
    '/admin/tickets',
    '/sign-in',
    '/_next/static/x.js',
    '/favicon.ico',
  ],
  ...[
    '/api',
    '/api/auth/get-session',
    '/api/auth/sign-in/email',
    '/api/auth/sign-up/email',
    '/api/auth/admin/list-users',
  ],
  ...[
    '/api/auth/update-user',
    '/api/auth/passkeys/make',
    '/api/ingest/tickets',
    '/api/v1/sync',
    '//',
    '/..',
    '/%00',
    '/%',
  ],
  ...[
    '/socket.io/',
    '/socket.io/?EIO=4&transport=polling',
    '/socket.io/?EIO=3&transport=websocket',
    '/socket.iox',
    '*',
  ],
  ...['/socket.io/?EIO=4&transport=websocket&sid=x', '/socket.io/?transport=__proto__', 'http://other.example/chat'],
];
const headers: ((random: Random) => string)[] = [
  () =>
    'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eHh4eHh4eHh4eHh4eHh4eA==',
  () => 'Upgrade: h2c\r\nConnection: Upgrade',
  (random) => `X-Forwarded-For: ${random.pick(['::1', 'x', '1.2.3.4, 5.6.7.8', ','.repeat(500), '127.0.0.1:80'])}`,
  (random) => `X-Forwarded-Proto: ${random.pick(['https', 'x://', 'http,https', ''])}`,
  (random) => `X-Forwarded-Host: ${random.pick(['evil.example', '[::', 'a b'])}`,
  (random) => `Origin: ${random.pick(['null', 'http://evil.example', 'x', '', 'http://[::1'])}`,
  (random) => `Cookie: better-auth.session_token=${random.pick(['x', 'x.y', '%', '%00', 'a'.repeat(5_000), '"'])}`,
  (random) => `Authorization: Bearer ${random.pick(['x', '', 'x y', 'a'.repeat(5_000)])}`,
  (random) => `Content-Type: ${random.pick(['application/json', 'text/plain', 'multipart/form-data', 'x', ''])}`,
  (random) => `Accept-Language: ${random.pick(['zh', 'x-x', '*;q=9', 'a'.repeat(2_000), 'en-\u0000'])}`,
  (random) => `Accept-Encoding: ${random.pick(['br', 'gzip;q=0', '*', 'x'])}`,
  (random) => `Range: bytes=${random.pick(['0-', '-1', '9-1', 'x', '0-1,2-3'])}`,
  (random) => `If-None-Match: ${random.pick(['*', '"x"', 'x', '"'.repeat(900)])}`,
  (random) => `X-Switchboard-Timestamp: ${random.pick(['1', 'x', '1'.repeat(13)])}`,
  (random) => `X-Switchboard-Signature: sha256=${random.pick(['x', '0'.repeat(64), ''])}`,
  (random) => `Next-Action: ${random.pick(['x', '7f'.repeat(20)])}`,
  (random) => `RSC: ${random.pick(['1', 'x'])}`,
  () => 'Expect: 100-continue',
  () => 'Transfer-Encoding: chunked',
  (random) => `${garbage(random, 4)}: x`,
];

/** A request as text: all that may stand in one, and some that may not. */
export const httpRequest = (random: Random): string => {
  const body = random.chance(0.5)
    ? ''
    : random.pick(['{}', '{', '[]', 'null', '"x"', '{"email":{"$gt":""}}', 'x'.repeat(9_000)]);
  const some = Array.from({ length: random.below(4) }, () => random.pick(headers)(random));
  const length = body === '' && random.chance(0.8) ? [] : [`Content-Length: ${body.length}`];
  const host = random.chance(0.95) ? ['Host: localhost'] : [];
  const first = `${random.pick(methods)} ${random.pick(targets)} HTTP/1.1`;
  return [first, ...host, 'Connection: close', ...some, ...length, '', body].join('\r\n');
};
