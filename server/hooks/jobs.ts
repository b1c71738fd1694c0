import { type AnyJob, job, parsed } from '../engine/jobs/job.ts';
import type { Courier } from './courier.ts';
import { deliverHook, resendHook } from './errands.ts';

/** What outgoing webhooks do at a time: deliver, in order, and again what somebody asks for. */
export const hookJobs = (courier: Courier): AnyJob[] => [
  parsed(job(deliverHook.name, deliverHook, ({ hookId }) => courier.deliver(hookId))),
  parsed(job(resendHook.name, resendHook, ({ deliveryId }) => courier.resend(deliveryId))),
];
