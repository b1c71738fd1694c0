export { Bots } from './bots.ts';
export { botHandlers } from './handlers.ts';
export { Tokens } from './tokens.ts';
