import { type Data, type Result, success } from '../../protocol/index.ts';
import { readPayload } from './event.ts';
import type { Intake } from './intake.ts';
import { sampleRejections } from './sample-events.ts';

/** Makes a rejection up and lets it come in. */
export type Sampler = () => Promise<Result<Data<'ticket:sample'>>>;

/**
 * A sample goes the way of every event: read from bytes, stored and published in the same commit. Only its source says what
 * it is.
 */
export const createSampler = (intake: Intake): Sampler => {
  return async () => {
    const [event] = sampleRejections(1);
    if (event === undefined) throw new Error('no sample was made');
    const payload = Buffer.from(JSON.stringify(event));
    const { eventId, ticketId } = event;
    await intake.take('sample', [{ payload, reading: readPayload(payload), origin: 'sample', position: eventId }]);
    return success({ eventId, ticketId });
  };
};
