import { Crowd } from './crowd.ts';

/** The methods of a crowd, as they are called from the process that runs the bench. */
type Call = { id: number; method: string; argument: unknown };

const crowd = new Crowd();

process.on('message', async ({ id, method, argument }: Call) => {
  try {
    const action: unknown = Reflect.get(crowd, method);
    if (typeof action !== 'function') throw new Error(`a driver cannot ${method}`);
    process.send?.({ id, result: await action.call(crowd, argument) });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? error.message : String(error) });
  }
});

// The bench ended, however it ended.
process.on('disconnect', () => process.exit());
