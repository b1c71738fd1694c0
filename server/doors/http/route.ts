import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Failure, Result } from '../../../protocol/index.ts';
import { answerHeaders, statusOf } from './respond.ts';

/** Who may call a route. */
export type Access = {
  /** In words, for whoever reads the table of routes. */
  who: string;
  /** Decides before a body is read. Missing where only the route can tell, because it needs the body or a cookie. */
  admits?: (request: IncomingMessage) => boolean;
  /** What somebody who is not admitted is told; by default that the path is not there. */
  otherwise?: Failure;
};

/** A request, when it has been let in. */
export type Call = {
  /** As the Fetch API has it. Its address begins with PUBLIC_URL, whatever the Host header says. */
  request: Request;
  headers: IncomingHttpHeaders;
  /** The whole body, within the bound of the route. */
  body: Buffer<ArrayBuffer>;
  /** Whose address it came from, as far as TRUSTED_PROXIES lets one know. */
  address: string;
};

/** Something that a program can ask for over HTTP. */
export type Route = {
  /** Exact, or everything below it when it ends in `/*`. */
  path: string;
  /** GET means HEAD, too. */
  methods: readonly ('GET' | 'POST')[];
  access: Access;
  /** Bytes of a body that are read; 0 where none is expected. */
  bodyBytes: number;
  answer(call: Call): Response | Promise<Response>;
};

/** @returns an answer in the contract's form; the status follows from the code unless it is given */
export const answerWith = (result: Result<unknown>, status?: number): Response =>
  Response.json(result, { status: status ?? statusOf(result), headers: answerHeaders(result) });
