import { failure } from '../../../../protocol/result.ts';
import type { ConnectWire, Wire } from './wire.ts';

/**
 * A wire whose code is loaded when it is opened for the first time.
 * Code that cannot be loaded is a socket that cannot be opened: the reducer waits, and opens again.
 */
export const lateWire =
  (load: () => Promise<ConnectWire>, report: (error: unknown) => void): ConnectWire =>
  (listener) => {
    let wire: Wire | null = null;
    let isLoading = false;
    let isWanted = false;

    const bring = async () => {
      try {
        wire = (await load())(listener);
      } catch (error) {
        report(error);
      }
      isLoading = false;
      if (!isWanted) return;
      isWanted = false;
      if (wire) wire.open();
      else listener.closed(null);
    };

    return {
      open() {
        if (wire) return wire.open();
        isWanted = true;
        if (isLoading) return;
        isLoading = true;
        bring().catch(report);
      },
      close() {
        isWanted = false;
        wire?.close();
      },
      ask: async (event, payload) => wire?.ask(event, payload) ?? failure('unavailable', 'not connected'),
    };
  };
