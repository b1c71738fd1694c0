import type { Confirmation } from '../../../protocol/errors.ts';

/** What somebody is asked before something dear is done, and what is waited for. */
type Question = { ways: readonly Confirmation[]; answer: (confirmed: boolean) => void };

let open: Question | null = null;
let waiting: Promise<boolean> | null = null;
const listeners = new Set<() => void>();

const tell = (question: Question | null) => {
  open = question;
  for (const listener of listeners) listener();
};

/**
 * Asks whoever is there to prove again who they are. What is asked meanwhile waits for the same answer.
 * @param ways as the refusal named them
 * @returns whether they did, and the same may be asked once more
 */
export const confirmAgain = (ways: readonly Confirmation[]): Promise<boolean> => {
  waiting ??= new Promise<boolean>((resolve) => {
    tell({
      ways,
      answer: (confirmed) => {
        waiting = null;
        tell(null);
        resolve(confirmed);
      },
    });
  });
  return waiting;
};

export const openQuestion = (): Question | null => open;

export const onQuestion = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
