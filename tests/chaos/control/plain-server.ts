import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import pg from 'pg';
import { Server } from 'socket.io';

// A chat server as it is usually written: store, acknowledge, emit through the Redis adapter. It is here to be broken,
// so that the checker can show that it notices.
const { PORT, DATABASE_URL, REDIS_URL = '' } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL });
const redis = [new Redis(REDIS_URL), new Redis(REDIS_URL)] as const;
for (const link of redis) link.on('error', () => {});
const http = createServer((_, response) => response.end('ready'));
const io = new Server(http, { adapter: createAdapter(...redis), transports: ['websocket'] });

type Send = { conversationId: string; authorId: string; clientId: string; body: string };

const store = async ({ conversationId, authorId, clientId, body }: Send): Promise<number> => {
  const { rows } = await pool.query<{ seq: string }>(
    `with head as (update conversation set last_seq = last_seq + 1 where id = $1 returning last_seq)
     insert into message (conversation_id, seq, author_id, client_id, body) select $1, last_seq, $2, $3, $4 from head
     returning seq`,
    [conversationId, authorId, clientId, body],
  );
  return Number(rows[0]?.seq);
};

io.on('connection', (socket) => {
  socket.on('join', (conversationId: string) => void socket.join(conversationId));
  socket.on('send', async (send: Send, acknowledge: (seq: number) => void) => {
    const seq = await store(send);
    acknowledge(seq);
    io.to(send.conversationId).emit('message', { ...send, seq });
  });
});
http.listen(Number(PORT), '127.0.0.1');
