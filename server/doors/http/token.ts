import type { IncomingHttpHeaders } from 'node:http';

const bearer = /^Bearer +(\S{1,200})$/i;

/** @returns the API token that comes with a request */
export const tokenIn = ({ authorization }: IncomingHttpHeaders): string | undefined =>
  bearer.exec(authorization ?? '')?.[1];
