import { z } from 'zod';

/** What a peer is told at its start. */
export const settings = z
  .object({
    PORT: z.coerce.number().int().default(0),
    REDIS_URL: z.string(),
    DATABASE_URL: z.string().default(''),
    KAFKA_BROKERS: z.string().default(''),
    KAFKA_TOPIC: z.string().default(''),
    /** Whether the author's own connection is sent the message too, as ours does; 0 spares the peer that work. */
    PEER_ECHO: z.stringbool().default(true),
  })
  .parse(process.env);
