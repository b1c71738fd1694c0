import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClientEventName, Result } from '../../protocol/index.ts';
import type { Random } from '../../scripts/installation/random.ts';
import { askOverHttp } from '../support/ask-over-http.ts';
import { openRawSocket, type RawSocket } from '../support/raw-socket.ts';
import type { Findings } from './findings.ts';
import { anyEvent, frame, httpRequest, sequence } from './packets.ts';
import { type Known, payloadOf, wrongPayloadOf } from './values.ts';

/** What is answered later than this is counted; what is not answered at all is a fault, also on a machine that is busy. */
const promptness = 10_000;
const answerPatience = 60_000;
/** Sent without waiting for the answer to the one before. */
const together = 20;

type Asked = { event: ClientEventName; resolve: (result: Result<unknown> | null) => void };

type Options = {
  url: string;
  cookie: string;
  /** For asking over HTTP. */
  token: string;
  random: Random;
  known: Known;
  /** Rooms that this attacker may join. */
  rooms: string[];
  findings: Findings;
};

/** Somebody signed in who sends whatever there is to send, and looks at everything that comes back. */
export class Attacker {
  readonly #options: Options;
  #socket: RawSocket | undefined;
  #opening: Promise<RawSocket | undefined> | undefined;
  #next = 0;
  readonly #asked = new Map<number, Asked>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** One handful of inputs of one kind. */
  async attack(): Promise<void> {
    const { random } = this.#options;
    const dice = random.below(100);
    if (dice < 45) await this.#events('valid', (event) => payloadOf(event, random, this.#options.known));
    else if (dice < 60) await this.#events('wrong', (event) => wrongPayloadOf(event, random, this.#options.known));
    else if (dice < 82) await Promise.all(Array.from({ length: together / 5 }, () => this.#sequence()));
    else if (dice < 92) await this.#frames();
    else if (dice < 95) await Promise.all(Array.from({ length: together }, () => this.#overHttp()));
    else await Promise.all(Array.from({ length: together }, () => this.#http()));
  }

  close(): void {
    this.#socket?.close();
  }

  async #events(kind: 'valid' | 'wrong', make: (event: ClientEventName) => unknown): Promise<void> {
    const { random, findings } = this.#options;
    findings.count(kind, together);
    await Promise.all(
      Array.from({ length: together }, () => {
        const event = anyEvent(random);
        return this.#ask(event, make(event));
      }),
    );
  }

  async #sequence(): Promise<void> {
    const { random, known, rooms, findings } = this.#options;
    const steps = sequence(random, known, random.pick(rooms));
    findings.count('sequence', steps.length);
    for (const [event, payload] of steps) await this.#ask(event, payload);
  }

  async #frames(): Promise<void> {
    const { random, known, findings } = this.#options;
    const socket = await this.#open();
    findings.count('frame', together);
    for (let n = 0; n < together && socket && !socket.isClosed; n += 1) socket.send(frame(random, known));
    await delay(5);
    this.#listen();
  }

  async #ask(event: ClientEventName, payload: unknown): Promise<void> {
    const socket = await this.#open();
    if (socket === undefined) return;
    const id = this.#next;
    this.#next += 1;
    const answer = new Promise<Result<unknown> | null>((resolve) => this.#asked.set(id, { event, resolve }));
    socket.send(`42${id}${JSON.stringify([event, payload])}`);
    const askedAt = Date.now();
    while (this.#asked.has(id) && !socket.isClosed && Date.now() < askedAt + answerPatience) {
      this.#listen();
      if (this.#asked.has(id)) await delay(2);
    }
    if (Date.now() > askedAt + promptness) this.#options.findings.late += 1;
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (asked && !socket.isClosed) this.#options.findings.unanswered(event, payload);
    asked?.resolve(null);
    const result = await answer;
    if (result && !result.ok && result.error.code === 'internal') this.#options.findings.internal(event, payload);
  }

  /** Looks at what has come since the last look. */
  #listen(): void {
    const received = this.#socket?.received ?? [];
    for (const packet of received.splice(0)) {
      this.#options.findings.look(packet);
      const [, id, json] = /^43(\d+)(\[.*)$/s.exec(packet) ?? [];
      const asked = id === undefined ? undefined : this.#asked.get(Number(id));
      if (!asked || json === undefined) continue;
      this.#asked.delete(Number(id));
      asked.resolve((JSON.parse(json) as [Result<unknown>])[0]);
    }
  }

  /** The connection, opened again when it was cut. Nothing while the instance keeps this attacker out. */
  #open(): Promise<RawSocket | undefined> {
    if (this.#socket && !this.#socket.isClosed) return Promise.resolve(this.#socket);
    this.#opening ??= this.#reopen().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #reopen(): Promise<RawSocket | undefined> {
    const { url, cookie } = this.#options;
    const socket = await openRawSocket(url, { cookie });
    socket.send('40');
    while (!socket.isClosed && !socket.received.some((packet) => /^4[04]/.test(packet))) await delay(2);
    if (!socket.received.some((packet) => packet.startsWith('40{'))) {
      socket.close();
      await delay(200);
      return undefined;
    }
    this.#socket = socket;
    return socket;
  }

  /** An event without a connection, with a payload that is right or wrong. */
  async #overHttp(): Promise<void> {
    const { url, token, random, known, findings } = this.#options;
    const event = anyEvent(random);
    const payload = (random.chance(0.5) ? payloadOf : wrongPayloadOf)(event, random, known);
    findings.count('http', 1);
    const answer = await askOverHttp({ url, token }, event, payload).catch(() => undefined);
    if (answer === undefined) return;
    findings.look(JSON.stringify(answer.body));
    if (answer.status === 500) findings.internal(`${event} over HTTP`, payload);
  }

  async #http(): Promise<void> {
    const { url, random, findings } = this.#options;
    const request = httpRequest(random);
    findings.count('http', 1);
    const { hostname, port } = new URL(url);
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(Number(port), hostname, () => socket.write(request));
      socket.setTimeout(2_000, () => socket.destroy());
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(text));
    });
    findings.look(answer);
    const status = /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1];
    if (status !== undefined && Number(status) >= 500 && status !== '503') findings.serverError(status, request);
  }
}
