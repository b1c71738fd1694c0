import type { ConnectWire, Received } from '../../../app/_live/core/wire/wire.ts';
import type { ClientEventName, Data, Result } from '../../../protocol/index.ts';

type Ears = {
  answered<E extends ClientEventName>(event: E, result: Result<Data<E>>): void;
  received(event: Received): void;
};

/** The client's own wire, with somebody listening in who changes nothing. */
export const listeningWire =
  (connect: ConnectWire, ears: Ears): ConnectWire =>
  (listener) => {
    const wire = connect({
      opened: () => listener.opened(),
      closed: (code) => listener.closed(code),
      received: (event) => {
        ears.received(event);
        listener.received(event);
      },
    });
    return {
      open: () => wire.open(),
      close: () => wire.close(),
      async ask(event, payload) {
        const result = await wire.ask(event, payload);
        ears.answered(event, result);
        return result;
      },
    };
  };
