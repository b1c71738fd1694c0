import type { TabNews } from '../outbox/entry.ts';
import { alwaysHidden, type Visibility } from '../visibility.ts';
import type { Lead, Tabs } from './tabs.ts';

type Place = { lead: Lead; hasBegun: boolean };

/** Who leads: the first that waits, unless one that is visible takes its place. */
class Leadership {
  #places: Place[] = [];

  want(lead: Lead, visibility: Visibility): () => void {
    const place: Place = { lead, hasBegun: false };
    if (visibility.isVisible()) this.#goFirst(place);
    else this.#change([...this.#places, place]);
    const stopWatching = visibility.listen(() => visibility.isVisible() && this.#goFirst(place));
    return () => {
      stopWatching();
      place.hasBegun = false;
      this.#change(this.#places.filter((one) => one !== place));
    };
  }

  #goFirst(place: Place): void {
    this.#change([place, ...this.#places.filter((one) => one !== place)]);
  }

  #change(places: Place[]): void {
    this.#places = places;
    // Like a real lock, it is granted later, never within the call that asks.
    queueMicrotask(() => this.#settle());
  }

  #settle(): void {
    const [first] = this.#places;
    for (const place of this.#places) {
      if (place === first || !place.hasBegun) continue;
      place.hasBegun = false;
      place.lead.end();
    }
    if (!first || first.hasBegun) return;
    first.hasBegun = true;
    first.lead.begin();
  }
}

/** One browser: each call is one of its tabs. */
export const memoryBrowser = (): ((visibility?: Visibility) => Tabs) => {
  const leadership = new Leadership();
  const ears = new Set<{ hear: (news: TabNews) => void }>();

  return (visibility = alwaysHidden) => {
    const own = new Set<{ hear: (news: TabNews) => void }>();
    return {
      lead: (lead) => leadership.want(lead, visibility),
      post(news) {
        const copy = structuredClone(news);
        for (const ear of ears) {
          if (!own.has(ear)) queueMicrotask(() => ears.has(ear) && ear.hear(copy));
        }
      },
      listen(hear) {
        const ear = { hear };
        ears.add(ear);
        own.add(ear);
        return () => {
          ears.delete(ear);
          own.delete(ear);
        };
      },
    };
  };
};
