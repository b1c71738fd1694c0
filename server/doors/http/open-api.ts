import {
  accesses,
  type ClientEventName,
  clientEvents,
  contractVersion,
  errorCodes,
  paths,
  scopeOf,
  scopes,
} from '../../../protocol/index.ts';
import {
  clientEventNames,
  contractSchemas,
  dataName,
  eventSchemas,
  type JsonSchema,
  payloadName,
  typeName,
} from '../../engine/events/schemas.ts';
import type { Route } from './route.ts';

const schemas = '#/components/schemas/';
const tokenSays = `An API token, from Settings → Programs. What it is good for: ${Object.entries(scopes)
  .map(([name, says]) => `\`${name}\` ${says}`)
  .join('; ')}.`;
const json = (schema: object) => ({ 'application/json': { schema } });

const failureSchema: JsonSchema = {
  type: 'object',
  properties: { ok: { const: false }, error: { $ref: `${schemas}ContractError` } },
  required: ['ok', 'error'],
};

const retryAfter = {
  'retry-after': { description: 'Seconds to wait before the same request.', schema: { type: 'integer', minimum: 0 } },
};

/** What a request can be refused with, whatever it asks: the contract's codes, and what is wrong with a body. */
const refusals: Record<string, object> = {
  ...Object.fromEntries(
    Object.entries(errorCodes).map(([code, { httpStatus, meaning, retry }]) => [
      httpStatus,
      { description: `\`${code}\`: ${meaning}`, ...(retry && { headers: retryAfter }), content: json(failureSchema) },
    ]),
  ),
  415: { description: '`invalid`: the body is not announced as application/json', content: json(failureSchema) },
};

const operation = (name: ClientEventName) => {
  const { says, access, budget, payload } = clientEvents[name];
  const scope = scopeOf(clientEvents[name]);
  return {
    operationId: typeName(name).replace(/^./, (letter) => letter.toLowerCase()),
    tags: [name.split(':')[0]],
    description: `${says}\n\nFor ${accesses[access].who}. Taken from the budget \`${budget}\`. Needs a token with the scope \`${scope}\`.`,
    security: [{ token: [scope] }],
    requestBody: {
      // Nothing counts as an empty object.
      required: !payload.safeParse({}).success,
      content: json({ $ref: schemas + payloadName(name) }),
    },
    responses: {
      200: {
        description: 'Done.',
        content: json({
          type: 'object',
          properties: { ok: { const: true }, data: { $ref: schemas + dataName(name) } },
          required: ['ok', 'data'],
        }),
      },
      ...Object.fromEntries(
        Object.keys(refusals).map((status) => [status, { $ref: `#/components/responses/${status}` }]),
      ),
    },
  };
};

/** @returns the OpenAPI 3.1 document of everything that can be asked without a connection */
export const openApiDocument = () => ({
  openapi: '3.1.1',
  info: {
    title: 'Switchboard',
    version: String(contractVersion),
    description:
      'Everything that a program may ask, without a connection. Answers are the same, and so are budgets: what a person asks counts together, however they ask.',
  },
  servers: [{ url: '/' }],
  security: [{ token: [] }],
  paths: Object.fromEntries(
    clientEventNames
      .filter((name) => clientEvents[name].needs === undefined)
      .map((name) => [`${paths.events}/${name}`, { post: operation(name) }]),
  ),
  components: {
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer', description: tokenSays },
    },
    responses: refusals,
    schemas: contractSchemas(schemas),
  },
});

/** Made when somebody first asks: a start need not wait for it. */
const answerOnceMade = (make: () => object): Route['answer'] => {
  let text: string | undefined;
  return () => {
    text ??= JSON.stringify(make());
    return new Response(text, { headers: { 'content-type': 'application/json; charset=utf-8' } });
  };
};

/** The contract as documents that programs read. */
export const contractDocuments = (): Record<'openApi' | 'schemas', Route['answer']> => ({
  openApi: answerOnceMade(openApiDocument),
  schemas: answerOnceMade(eventSchemas),
});
