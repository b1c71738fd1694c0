import type { Random } from '../installation/random.ts';
import { talksIn } from './texts/languages.ts';
import type { Line, Talk } from './texts/talk.ts';
import { before, type DemoPerson, type Place, type World } from './world.ts';

/** A message that somebody wrote. */
export type Written = {
  place: Place;
  author: DemoPerson;
  at: Date;
  body: string;
  /** How it was sent, where it was corrected later. */
  was?: string;
  isTakenBack: boolean;
  answers?: Written;
  /** Who left what on it. */
  reactions: { by: DemoPerson; emoji: string }[];
};

const days = 365;
const minute = 60_000;

/**
 * What was written everywhere within a year, the oldest first. People talk on weekdays and more of late, nobody interrupts a
 * talk, and today somebody in every room that is still used asks for one of those who can be signed in as.
 */
export const planTalks = (world: World): Written[] => {
  const random = world.randomOf('messages');
  return world.places.flatMap((place) => talksOf(place, world, random)).sort((a, b) => a.at.getTime() - b.at.getTime());
};

const talksOf = (place: Place, world: World, random: Random): Written[] => {
  const kinds = talksIn[place.language];
  const talks = place.kind === 'direct' ? kinds.direct : [...kinds[place.kind], ...kinds.anywhere];
  const begins = Array.from({ length: Math.ceil(place.talks * world.size) }, () =>
    someMoment(place, world, random),
  ).sort((a, b) => a - b);
  // Before this nothing of the next talk may be said.
  let free = 0;
  const written = begins.flatMap((begin) => {
    const said = hold(random.pick(talks), {
      place,
      from: Math.max(begin, free),
      random,
      crowd: shuffled(place.members, random),
    });
    free = (said.at(-1)?.at.getTime() ?? free) + 10 * minute;
    return said;
  });
  const today = before(world, { minutes: 20 + random.below(100) }).getTime();
  const past = written.filter(({ at }) => at.getTime() < today);
  // Whole talks only: whoever answers must have been asked.
  const known = new Set(past);
  const kept = past.filter(({ answers }) => answers === undefined || known.has(answers));
  if (place.isArchived || place.kind === 'direct') return kept;
  const asked = world.people[place.language === 'zh' ? 1 : 0];
  const others = shuffled(place.members, random).filter(
    (person) => person !== asked && world.people.indexOf(person) > 1,
  );
  const crowd = asked ? [...others.slice(0, 1), asked, ...others.slice(1)] : others;
  return [...kept, ...hold(random.pick(kinds.calls[place.kind]), { place, from: today, random, crowd })];
};

/** A weekday's working hour, in Greenwich: the same for the same seed wherever the demo runs. */
const someMoment = ({ isArchived }: Place, world: World, random: Random): number => {
  const share = random.below(1_000_000) / 1_000_000;
  const ago = isArchived ? 90 + share * (days - 90) : share ** 1.6 * days;
  const day = before(world, { days: ago });
  day.setUTCHours(7 + random.below(10), random.below(60), random.below(60), random.below(1_000));
  const weekday = day.getUTCDay();
  if (weekday === 0 || weekday === 6) day.setUTCDate(day.getUTCDate() - (weekday === 0 ? 2 : 1));
  return day.getTime();
};

type Holding = { place: Place; from: number; random: Random; crowd: readonly DemoPerson[] };

const hold = (talk: Talk, { place, from, random, crowd }: Holding): Written[] => {
  const chosen = new Map<string, string>();
  const wordsOf = talksIn[place.language].words;
  const word = (name: string): string => {
    const known = chosen.get(name) ?? random.pick(wordsOf[name] ?? [name]);
    chosen.set(name, known);
    return known;
  };
  const person = (number: number): DemoPerson => {
    const found = crowd[number % crowd.length];
    if (found === undefined) throw new Error('nobody is there to talk');
    return found;
  };
  const filled = (text: string): string =>
    text
      .replaceAll(/\{(\w+)\}/g, (_, name: string) => word(name))
      .replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
      .replaceAll(/@(\d)/g, (_, number: string) => `<@${person(Number(number)).id}>`);
  let at = from;
  const written: Written[] = [];
  for (const line of talk) {
    const answered = line.answers === undefined ? undefined : written[line.answers];
    written.push({
      ...{ place, author: person(line.by), at: new Date(at), body: filled(line.text), isTakenBack: line.gone ?? false },
      ...(line.was !== undefined && { was: filled(line.was) }),
      ...(answered !== undefined && { answers: answered }),
      reactions: reactionsTo(line, person(line.by), crowd),
    });
    at += (10 + random.below(150)) * 1_000;
  }
  return written;
};

const reactionsTo = ({ reactions = [] }: Line, author: DemoPerson, crowd: readonly DemoPerson[]) => {
  const others = crowd.filter((one) => one !== author);
  return reactions.flatMap((emoji, n) => {
    const by = others[n];
    return by ? [{ by, emoji }] : [];
  });
};

const shuffled = <T>(items: readonly T[], random: Random): T[] =>
  items
    .map((item) => ({ item, place: random.below(1_000_000) }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
