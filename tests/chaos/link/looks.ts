import type { Random } from '../../../scripts/installation/random.ts';
import type { Connection, Look } from './connection.ts';

// Bind messages of the two statements that append: unnamed portal, then the statement's name (see server/engine/log/append-*.ts).
const bindsOfAppend = ['append_new', 'append_judged'].map((name) => Buffer.from(`\0${name}\0`));
const subscribe = /\bp?subscribe\b/i;

// Idle, in a transaction, or in a failed one: the server has finished, and with an own transaction has committed.
const isReadyForQuery = (chunk: Buffer): boolean => {
  const end = chunk.subarray(-6);
  return end.length === 6 && end[0] === 0x5a && end.readUInt32BE(1) === 5;
};

/**
 * Lets a send be committed and its answer get lost: what PostgreSQL says to it is swallowed until it is done, and then
 * the connection is cut.
 * @param probability how many of the group commits this happens to
 */
export const loseReplies = (random: Random, probability: number): { look: Look; lost: () => number } => {
  let lost = 0;
  return {
    lost: () => lost,
    look: (connection, direction, chunk) => {
      if (direction === 'up') {
        const isAppend = bindsOfAppend.some((bind) => chunk.includes(bind));
        if (isAppend && random.chance(probability)) connection.marks.add('deaf');
        return true;
      }
      if (!connection.marks.has('deaf')) return true;
      if (isReadyForQuery(chunk)) {
        lost += 1;
        connection.cut();
      }
      return false;
    },
  };
};

/** Marks the connections to Redis that subscribe. */
export const markSubscribers: Look = (connection, direction, chunk) => {
  if (direction === 'up' && !connection.marks.has('subscriber') && subscribe.test(chunk.toString('latin1')))
    connection.marks.add('subscriber');
  return true;
};

/** The number of a request for records in Kafka's protocol; it stands behind the length. */
const fetchKey = 1;

/**
 * Holds back what is asked and answered on connections on which records are fetched, as long as it is closed. Heartbeats, and
 * questions how far a partition is, go over others and pass.
 */
export const fetchGate = (): { look: Look; close(): void; open(): void } => {
  let isClosed = false;
  const fetching = new Set<Connection>();
  return {
    look: (connection, direction, chunk) => {
      if (direction === 'up' && chunk.length > 6 && chunk.readInt16BE(4) === fetchKey) fetching.add(connection);
      return !(isClosed && fetching.has(connection));
    },
    close: () => {
      isClosed = true;
    },
    open: () => {
      if (!isClosed) return;
      isClosed = false;
      // What was held back of an answer is gone, so it is over with these.
      for (const connection of fetching) connection.cut();
      fetching.clear();
    },
  };
};
