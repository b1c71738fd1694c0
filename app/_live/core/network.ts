/** Whether the device has a network at all. */
export interface Network {
  isOnline(): boolean;
  /** @returns stops listening */
  listen(changed: (online: boolean) => void): () => void;
}

/** Outside browsers nobody says when the network goes. */
export const steadyNetwork: Network = { isOnline: () => true, listen: () => () => undefined };

export const browserNetwork: Network = {
  isOnline: () => navigator.onLine,
  listen(changed) {
    const on = () => changed(true);
    const off = () => changed(false);
    window.addEventListener('online', on);
    window.addEventListener('offline', off);
    return () => {
      window.removeEventListener('online', on);
      window.removeEventListener('offline', off);
    };
  },
};
