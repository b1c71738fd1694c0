import type { Crowd } from '../crowd/crowd.ts';
import type { Person } from '../crowd/person.ts';
import type { Tab } from '../crowd/tab.ts';
import type { Stage } from '../faults/fault.ts';
import type { Server } from '../site/server.ts';
import type { Version } from './version.ts';

export const everyTab = ({ people, phones }: Crowd): { person: Person; tab: Tab }[] =>
  [...people, ...phones].flatMap((person) => person.tabs.map((tab) => ({ person, tab })));

/** Which version each process is of, and the pages that whoever comes now is given. */
export class Deployment {
  readonly #stage: Stage;
  readonly #running: Map<Server, Version>;

  constructor(stage: Stage, first: Version) {
    this.#stage = stage;
    const { instances, workers } = stage.site;
    this.#running = new Map([...instances, ...workers].map((server) => [server, first]));
    // Whichever instance the load balancer asks for the page.
    stage.crowd.pages = () => this.#versionOf(stage.random.pick(instances)).pages;
  }

  /** One process after the other becomes this version, while everybody goes on. */
  async roll(to: Version, between: (instance: number) => Promise<void>): Promise<void> {
    const { site, say, random, crowd } = this.#stage;
    say(`rolling to ${to.name}`);
    for (const server of site.workers) await this.#replace(server, to);
    for (const [n, instance] of site.instances.entries()) {
      await this.#replace(instance, to);
      for (const { person, tab } of everyTab(crowd)) if (random.chance(0.6)) person.reload(tab);
      await between(n);
    }
  }

  async #replace(server: Server, to: Version): Promise<void> {
    await server.terminate();
    this.#running.set(server, to);
    await server.restart(to.root);
  }

  #versionOf(server: Server): Version {
    const version = this.#running.get(server);
    if (version === undefined) throw new Error(`${server.name} is of no version`);
    return version;
  }
}
