import { paths, type Result } from '../../protocol/index.ts';

export type HttpAnswer = { status: number; headers: Headers; body: Result<unknown> };

/** Asks an event over HTTP, as a program does that has an API token. Whatever is no string is sent as JSON. */
export const askOverHttp = async (
  { url, token }: { url: string; token?: string | undefined },
  event: string,
  payload: unknown = {},
  headers: Record<string, string> = {},
): Promise<HttpAnswer> => {
  const response = await fetch(`${url}${paths.events}/${event}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...headers },
    body: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
};
