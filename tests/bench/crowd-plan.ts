import type { CrowdPlan } from './driver/crowd.ts';
import { feed, type Population } from './population.ts';
import type { Site } from './targets/site.ts';

type Options = {
  /** Instance of each person; default: dealt out in turn. */
  homeOf?: (person: number) => number;
  returning?: boolean;
};

/** Everybody of the population, connected to this site. */
export const crowdPlan = (site: Site, population: Population, options: Options = {}): CrowdPlan => {
  const { homeOf = (person) => person, returning = false } = options;
  const own = Array.from({ length: population.people }, (): number[] => []);
  for (const [conversation, members] of population.conversations.entries()) {
    for (const person of members) own[person]?.push(conversation);
  }
  return {
    dialect: site.dialect,
    secret: site.secret,
    addresses: site.instances.map((instance) => instance.address),
    members: own.map((conversations, person) => ({
      person,
      conversations: person < (population.admins ?? 0) ? [...conversations, feed] : conversations,
      home: homeOf(person) % site.instances.length,
    })),
    opening: 128,
    returning,
    shared: population.conversations.some((members) => members.length > 8) || (population.admins ?? 0) > 8,
  };
};
