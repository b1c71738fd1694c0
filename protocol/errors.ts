import { z } from 'zod';
import { errorCodes, type Failure, failure } from './result.ts';

export type ErrorCode = keyof typeof errorCodes;
export const ErrorCode = z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]);

export const ContractError = z.object({
  code: ErrorCode,
  message: z.string(),
  retryAfterMs: z.int().nonnegative().optional(),
});
export type ContractError = z.infer<typeof ContractError>;

/**
 * Turns a failed parse into a refusal that names the field.
 * A string over its bound is `too_large`, everything else is `invalid`.
 */
export const fromZodError = (error: z.ZodError): Failure => {
  const issue = error.issues[0];
  if (!issue) return failure('invalid', 'invalid');
  const field = issue.path.map(String).join('.');
  const code = issue.code === 'too_big' && issue.origin === 'string' ? 'too_large' : 'invalid';
  return failure(code, field === '' ? issue.message : `${field}: ${issue.message}`);
};
