import { z } from 'zod';
import { Id } from '../../protocol/index.ts';

/** The jobs of hooks by their names and data: whoever adds one need not know how it is done. */
export const deliverHook = { name: 'deliver-hook', schema: z.object({ hookId: Id }) };
export const resendHook = { name: 'resend-hook', schema: z.object({ deliveryId: Id }) };
