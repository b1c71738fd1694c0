// Loaded on first use: most pages never say anything.
const sonner = () => import('sonner');
type Options = { action?: { label: string; onClick: () => void } };

const say = (kind: 'success' | 'error' | 'info', text: string, options?: Options): void => {
  void sonner().then(({ toast }) => toast[kind](text, options));
};

/** Short news at the edge of the page, read aloud politely. */
export const toast = {
  success: (text: string, options?: Options) => say('success', text, options),
  error: (text: string, options?: Options) => say('error', text, options),
  info: (text: string, options?: Options) => say('info', text, options),
};
