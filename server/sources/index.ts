export type { Reading } from './event.ts';
export { sourceHandlers } from './handlers.ts';
export { reread } from './reread.ts';
export { sign } from './signature.ts';
