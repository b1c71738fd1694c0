import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Failure, failure } from '../../../protocol/index.ts';
import { answerHeaders, statusOf } from './respond.ts';

/** In seconds. Not the same for all who wait, or they would all come back at once. */
const again = { least: 2, span: 3 };

const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

const style = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { min-height: 100vh; margin: 0; display: grid; place-content: center; padding: 1.5rem; box-sizing: border-box }
main { max-width: 26rem } h1 { font-size: 1.125rem; margin: 1.5rem 0 .25rem } p { margin: 0; opacity: .8 }`;

// In both languages, because nothing that knows which one is wanted can be asked now.
const html = (seconds: number): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${seconds}">
<title>Switchboard</title>
<style>${style}</style>
</head>
<body>
<main>
<section lang="en"><h1>Switchboard cannot be used just now</h1>
<p>It is starting, or cannot reach its database. This page tries again by itself.</p></section>
<section lang="zh-Hans"><h1>Switchboard 暂时不可用</h1>
<p>它正在启动，或暂时无法连接数据库。本页会自动重试。</p></section>
</main>
</body>
</html>
`;

/** @returns whether a browser asks for something to show to a person */
export const wantsPage = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' && headers.accept?.includes('text/html') === true;

/** What a person sees who opens a page that cannot be made now: it loads again by itself, also without scripts. */
export const showWaitingPage = (response: ServerResponse, random: () => number = Math.random): void => {
  const seconds = again.least + Math.round(random() * again.span);
  const refusal: Failure = failure('unavailable', 'cannot be done now', seconds * 1_000);
  const text = Buffer.from(html(seconds));
  response.writeHead(statusOf(refusal), {
    ...answerHeaders(refusal),
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'content-length': text.length,
  });
  response.end(text);
};
