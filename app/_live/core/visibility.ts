/** Whether somebody may be looking at this tab. */
export interface Visibility {
  isVisible(): boolean;
  /** @returns stops listening */
  listen(changed: () => void): () => void;
}

export const browserVisibility: Visibility = {
  isVisible: () => document.visibilityState === 'visible',
  listen(changed) {
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  },
};

/** Outside browsers there are no tabs that could lie on top. */
export const alwaysHidden: Visibility = { isVisible: () => false, listen: () => () => undefined };
