import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call that came in. */
export type Received = { headers: IncomingHttpHeaders; body: string };

/** A program that outgoing webhooks call, and what it answers. */
export type Receiver = {
  url: string;
  received: Received[];
  /** What is done with the next calls; by default they are answered with 200. */
  answer: (response: ServerResponse, call: Received) => void;
  stop(): Promise<void>;
};

export const startReceiver = async (): Promise<Receiver> => {
  const receiver: Receiver = {
    url: '',
    received: [],
    answer: (response) => response.end('thank you'),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const call = { headers: request.headers, body: Buffer.concat(chunks).toString() };
    receiver.received.push(call);
    receiver.answer(response, call);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/take`;
  return receiver;
};
