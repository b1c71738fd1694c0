export { sourceHandlers } from './handlers.ts';
export { sign } from './signature.ts';
