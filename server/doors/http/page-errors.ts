/** Takes what failed while a page was rendered. */
type PageErrorListener = (error: unknown, requestId: string) => void;

// Next.js bundles its pages apart from the server that runs them: this file is there twice, its variables too.
const key = Symbol.for('switchboard.page-errors');

/** Sets who is told of what fails in pages; there is one server in a process. */
export const onPageError = (listener: PageErrorListener): void => {
  Reflect.set(globalThis, key, listener);
};

/** Tells whoever listens; called by Next.js (instrumentation.ts). */
export const reportPageError: PageErrorListener = (error, requestId) => {
  const listener: unknown = Reflect.get(globalThis, key);
  if (typeof listener === 'function') listener(error, requestId);
};
