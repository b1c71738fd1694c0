/** Where the next key is expected when nothing better is known: in the message field, else at the page's content. */
const standing = (): HTMLElement | null => {
  // On phones the focus would raise the on-screen keyboard over what is to be read.
  const writes = window.matchMedia('(hover: hover)').matches;
  return (writes ? document.querySelector<HTMLElement>('[data-composer]') : null) ?? document.getElementById('content');
};

const canTakeFocus = (element: Element | null): element is HTMLElement =>
  element instanceof HTMLElement && element !== document.body && element.isConnected && !element.matches(':disabled');

/** Gives the focus to `wanted`; if it is gone by now, to the place where the next key is expected. */
export const focusOr = (wanted: Element | null): void => {
  (canTakeFocus(wanted) ? wanted : standing())?.focus({ preventScroll: true });
};

/** Gives the focus to the message field, or to `otherwise` where there is none or it would raise a keyboard. */
export const focusComposer = (otherwise: Element | null): void => {
  const composer = window.matchMedia('(hover: hover)').matches ? document.querySelector('[data-composer]') : null;
  focusOr(composer ?? otherwise);
};

const within = (outer: Element | null, path: readonly Element[]): Element | null => {
  const near = path.find((element) => canTakeFocus(element) && element.hasAttribute('tabindex'));
  if (!outer) return near ?? null;
  return near && outer.contains(near) ? near : outer;
};

/**
 * Brings the focus back after what had it was removed or disabled: to what stands around it, inside an open dialog.
 * @param path what had the focus, and everything around it, from the inside
 */
export const rescueFocus = (path: readonly Element[]): void => {
  if (document.activeElement !== document.body && document.activeElement !== null) return;
  const dialogs = document.querySelectorAll('[role="dialog"], [role="alertdialog"]');
  focusOr(within(dialogs.item(dialogs.length - 1), path));
};
