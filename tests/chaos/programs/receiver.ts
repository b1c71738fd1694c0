import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { ingestHeaders } from '../../../protocol/index.ts';
import type { Random } from '../../../scripts/installation/random.ts';
import type { Call } from '../checker/outgoing.ts';

/** What is read of a call. */
const Body = z.object({ message: z.object({ id: z.string(), version: z.number() }) });

/** As the README promises, worked out by ourselves. */
const signatureOf = (secret: string, timestamp: unknown, body: Buffer): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;

/** How often it says that it cannot take something over, and how often its answer gets lost. */
const [refuses, loses] = [0.04, 0.02];

/** A program of somebody else that an outgoing webhook calls. */
export class Receiver {
  readonly calls: Call[] = [];
  /** What it was told that calls are signed with. */
  secret = '';
  /** Nobody there takes a call. */
  isAway = false;
  readonly #random: Random;
  readonly #server: Server;

  private constructor(random: Random) {
    this.#random = random;
    this.#server = createServer((request, response) => {
      // A worker that is killed in the middle of a call is gone, and nothing was said.
      this.#take(request, response).catch(() => response.destroy());
    });
    this.#server.on('connection', (socket) => {
      if (this.isAway) socket.destroy();
    });
  }

  static async start(random: Random): Promise<Receiver> {
    const receiver = new Receiver(random);
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { headers } = request;
    const { message } = Body.parse(JSON.parse(body.toString()));
    const isTaken = !this.#random.chance(refuses);
    this.calls.push({
      ...{ key: String(headers['idempotency-key']), entryId: message.id, version: message.version },
      isSigned: headers[ingestHeaders.signature] === signatureOf(this.secret, headers[ingestHeaders.timestamp], body),
      ...{ isTaken, at: Date.now() },
    });
    if (isTaken && this.#random.chance(loses)) response.destroy();
    else response.writeHead(isTaken ? 204 : 500).end();
  }
}
