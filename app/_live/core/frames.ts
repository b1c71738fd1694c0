/**
 * When what came from the wire is taken in.
 * @param run called once
 * @returns calls it off
 */
export type NextFrame = (run: () => void) => () => void;

/** At the latest after this, in milliseconds: a tab that nobody sees draws nothing, and has to stay up to date all the same. */
const patience = 100;

/** Together with the next picture: however much comes, the page is drawn once for all of it. */
export const browserFrame: NextFrame = (run) => {
  const go = () => {
    end();
    run();
  };
  const frame = requestAnimationFrame(go);
  const timer = setTimeout(go, patience);
  const end = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  return end;
};

/** Outside browsers nothing is drawn. */
export const atOnce: NextFrame = (run) => {
  run();
  return () => undefined;
};
