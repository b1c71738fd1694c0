import type { Instrumentation } from 'next';
import { reportPageError } from './server/doors/http/page-errors.ts';

/** Next.js calls this for whatever fails on the server while it renders a page. */
export const onRequestError: Instrumentation.onRequestError = (error, { headers }) => {
  reportPageError(error, headers['x-request-id']?.toString() ?? '');
};
