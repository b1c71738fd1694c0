import type { BrowserContext, WebSocketRoute } from '@playwright/test';

/** Stands between a browser and the instances. While it does nothing, everything passes as it is. */
export type Wire = {
  /** Pages load, but no socket gets through, until `allow`. */
  refuse(): void;
  allow(): void;
  /** Keeps back every message from the server that holds these words, until the returned function is called. */
  hold(words: string): () => void;
  /**
   * The next message that holds these words reaches the server and is answered, but the connection is cut before the
   * answer reaches the page.
   */
  loseAnswerTo(words: string): Promise<void>;
};

type Plan = {
  refusing: boolean;
  held: { words: string; waiting: (() => void)[] } | null;
  losing: { words: string; done: () => void } | null;
};

// Of a Socket.IO event "42<id>[…]" it is "43<id>[…]".
const acknowledgementOf = (event: string): string => `43${/^42(\d+)/.exec(event)?.[1]}[`;

const connect = (page: WebSocketRoute, plan: Plan): void => {
  const server = page.connectToServer();
  let lost: { acknowledgement: string; done: () => void } | null = null;
  page.onMessage((message) => {
    if (plan.losing && String(message).includes(plan.losing.words)) {
      lost = { acknowledgement: acknowledgementOf(String(message)), done: plan.losing.done };
      plan.losing = null;
    }
    server.send(message);
  });
  server.onMessage((message) => {
    const text = String(message);
    if (lost) {
      // With it, it is certain that the server did what was asked. What else comes until then is lost, too.
      if (!text.startsWith(lost.acknowledgement)) return;
      void Promise.all([page.close(), server.close()]).then(lost.done);
    } else if (plan.held && text.includes(plan.held.words)) {
      plan.held.waiting.push(() => page.send(message));
    } else page.send(message);
  });
};

/** Must be called before a page is opened. */
export const putWireInto = async (context: BrowserContext): Promise<Wire> => {
  const plan: Plan = { refusing: false, held: null, losing: null };
  await context.routeWebSocket(/\/socket\.io\//, (page) => {
    if (plan.refusing) void page.close();
    else connect(page, plan);
  });
  return {
    refuse: () => {
      plan.refusing = true;
    },
    allow: () => {
      plan.refusing = false;
    },
    hold: (words) => {
      const held = { words, waiting: [] as (() => void)[] };
      plan.held = held;
      return () => {
        plan.held = null;
        for (const pass of held.waiting.splice(0)) pass();
      };
    },
    loseAnswerTo: (words) =>
      new Promise((done) => {
        plan.losing = { words, done };
      }),
  };
};
