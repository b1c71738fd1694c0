type Schemas = typeof import('./entry.ts');

const pause = 2_000;
let loaded: Promise<Schemas> | null = null;

const load = async (report: (error: unknown) => void): Promise<Schemas> => {
  for (;;) {
    try {
      return await import('./entry.ts');
    } catch (error) {
      // What waits for them are messages that were written: they wait until the network is back.
      report(error);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
};

/** The schemas of what browsers store and tabs tell each other, which are no part of a page's first sight. */
export const outboxSchemas = (report: (error: unknown) => void): Promise<Schemas> => {
  loaded ??= load(report);
  return loaded;
};
