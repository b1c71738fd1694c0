'use client';

/** Nobody has touched the page for this long, in milliseconds: nothing is interrupted. */
const rest = 3_000;
/** Within so long, in milliseconds, the pages of a whole company come back after an update, and not all at once. */
const spread = 10_000;
/** Until another look whether it may be, where something stands in the way. */
const pause = 5_000;
/** A page that is younger than this, in milliseconds, waits: if it is no better than the one before, it must not do nothing else. */
const leastAge = 60_000;

type Parts = {
  now: () => number;
  random: () => number;
  after: (delayMs: number, then: () => void) => unknown;
  isHidden: () => boolean;
  /** Whether the server would answer: else the browser would show its own error page, and stay there. */
  isThere: () => Promise<boolean>;
  reload: () => void;
};

/** Loads a page anew at a quiet moment: one that is too old for the server, or whose code is not to be had any more. */
export const createRenewal = ({ now, random, after, isHidden, isThere, reload }: Parts) => {
  const keepers = new Set<() => boolean>();
  const began = now();
  let touched = began;
  let isWanted = false;

  const isQuiet = () => isHidden() || now() - touched >= rest;
  const isRight = () => now() - began >= leastAge && isQuiet() && ![...keepers].some((wouldLose) => wouldLose());
  const look = async (): Promise<void> => {
    if (isRight() && (await isThere()) && isRight()) return reload();
    after(pause, () => void look());
  };
  return {
    /** Somebody does something. */
    touch: () => {
      touched = now();
    },
    want: () => {
      if (isWanted) return;
      isWanted = true;
      after(rest + random() * spread, () => void look());
    },
    /**
     * While it says so, loading the page anew would lose something that was typed.
     * @returns takes it back
     */
    keep: (wouldLose: () => boolean) => {
      keepers.add(wouldLose);
      return () => {
        keepers.delete(wouldLose);
      };
    },
  };
};

const isThere = async () => {
  try {
    return (await fetch(location.href, { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
};

/** The one of this page. */
export const renewal = createRenewal({
  now: Date.now,
  random: Math.random,
  after: (delayMs, then) => setTimeout(then, delayMs),
  isHidden: () => document.visibilityState === 'hidden',
  isThere,
  reload: () => location.reload(),
});

// What is typed into messages is kept with every key; what stands in a dialog, or in a field of one line, is not.
const isInAField = () =>
  document.querySelector('[role=dialog]') !== null ||
  (document.activeElement instanceof HTMLInputElement && document.activeElement.value !== '');

if (typeof window !== 'undefined') {
  for (const kind of ['keydown', 'pointerdown']) window.addEventListener(kind, renewal.touch, true);
  renewal.keep(isInAField);
}

/** Whether an error says that a file of the page could not be had; those of the version before are gone after an update. */
export const isMissingCode = (error: unknown): boolean => error instanceof Error && error.name === 'ChunkLoadError';

/** To be called with what went wrong: where code is missing, the page is loaded anew. */
export const renewWhereCodeIsMissing = (error: unknown): void => {
  if (isMissingCode(error)) renewal.want();
};
