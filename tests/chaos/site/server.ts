import { type Installation, type Instance, startInstance } from '../../../scripts/installation/instances.ts';
import type { Link } from '../link/link.ts';

/** An instance or a worker, with the links it has to others. Whoever ends it says so: any other end is a violation. */
export class Server {
  readonly name: string;
  readonly #instance: Instance;
  readonly #links: readonly Link[];
  readonly database: Link;
  readonly redis: Link;
  /** From clients straight to this instance. */
  readonly front: Link;
  readonly #ends: string[];
  #expected = new Set<number>();

  private constructor(instance: Instance, links: ServerLinks, front: Link, ends: string[]) {
    this.name = instance.id;
    this.#instance = instance;
    this.database = links.database;
    this.redis = links.redis;
    this.front = front;
    this.#links = [links.database, links.redis, front];
    this.#ends = ends;
    this.#watch();
  }

  /** @param ends gets a line for every end that nobody asked for */
  static async start(options: ServerOptions): Promise<Server> {
    const { installation, name, roles, links, openFront, ends } = options;
    const instance = await startInstance(installation, { id: name, roles });
    return new Server(instance, links, await openFront(instance.port), ends);
  }

  get port(): number {
    return this.#instance.port;
  }

  get pid(): number {
    return this.#instance.process.pid;
  }

  get alive(): boolean {
    return this.#instance.process.alive;
  }

  output(): string {
    return this.#instance.process.output();
  }

  async kill(): Promise<void> {
    this.#expected.add(this.pid);
    await this.#instance.process.kill();
  }

  /** SIGTERM, and waits until it has drained and ended. */
  async terminate(): Promise<void> {
    this.#expected.add(this.pid);
    const { process } = this.#instance;
    await process.stop();
    const how = await process.ended;
    if (how !== 0) this.#ends.push(`${this.name} ended with ${how} on SIGTERM`);
  }

  /** @param root the folder of another version; without it, the version it was */
  async restart(root?: string): Promise<void> {
    await this.#instance.restart(root);
    this.#watch();
  }

  freeze(): void {
    this.#instance.process.freeze();
  }

  thaw(): void {
    this.#instance.process.thaw();
  }

  heal(): void {
    for (const link of this.#links) link.heal();
  }

  /** @returns bytes in use after the garbage was collected */
  async memory(): Promise<number> {
    this.#instance.process.signal('SIGUSR2');
    return (await this.metric('nodejs_heap_size_used_bytes')) + (await this.metric('nodejs_external_memory_bytes'));
  }

  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.#instance.url}/metrics`, { signal: AbortSignal.timeout(5_000) })).text();
    const line = text.split('\n').find((one) => one.startsWith(`${name} `) || one.startsWith(`${name}{`));
    return Number(line?.split(' ').at(-1) ?? 0);
  }

  async stop(): Promise<void> {
    this.#expected.add(this.pid);
    // Nobody is served any more, so nobody has to be moved in peace.
    await this.#instance.process.kill();
    await this.#instance.stop();
    await Promise.all(this.#links.map((link) => link.stop()));
  }

  #watch(): void {
    const { process } = this.#instance;
    void process.ended.then((how) => {
      if (!this.#expected.has(process.pid)) this.#ends.push(`${this.name} ended by itself: ${how}`);
    });
  }
}

export type ServerLinks = { database: Link; redis: Link };

type ServerOptions = {
  installation: Installation;
  name: string;
  roles: string;
  links: ServerLinks;
  openFront: (port: number) => Promise<Link>;
  ends: string[];
};
