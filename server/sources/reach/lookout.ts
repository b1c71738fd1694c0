import type { Logger } from '../../engine/ops/log.ts';

const interval = 5_000;

/**
 * Looks again and again, one look after the other, until it is told to stop. What fails is tried again at the next time: that a broker
 * does not answer is noticed by whoever reads from it.
 * @returns ends it
 */
export const keepLooking = (look: () => Promise<unknown>, log: Pick<Logger, 'debug'>): (() => void) => {
  let isLooking = false;
  const once = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      await look();
    } catch (error) {
      log.debug({ err: error }, 'how far the source is could not be asked');
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void once(), interval);
  void once();
  return () => clearInterval(timer);
};
