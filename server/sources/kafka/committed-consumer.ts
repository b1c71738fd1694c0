import {
  type API,
  type Callback,
  Consumer,
  type ConsumerOptions,
  FetchIsolationLevels,
  type fetchV17,
  kGetApi,
} from '@platformatic/kafka';
import { keepCommitted } from './committed.ts';

type Options = ConsumerOptions<Buffer, Buffer, Buffer, Buffer>;
/** As the client really calls back: a request that failed or took too long has null for an answer. */
type Answered = (error: Error | null, response?: fetchV17.FetchResponse | null) => void;

/**
 * The client, with "read committed" that means it. Its own filter keeps one range per producer and answer, so of several
 * aborted transactions, or of one that is longer than an answer, it lets events through; and it ends the process over a
 * marker that compaction has taken away (decision 0021). So it is given answers in which it finds nothing to do.
 */
export class CommittedConsumer extends Consumer {
  constructor(options: Options) {
    // Asked for in every request: without it the broker names no aborted transactions, and sends what is undecided.
    super({ ...options, isolationLevel: FetchIsolationLevels.READ_COMMITTED });
  }

  // The only place before that filter. A test with each of the cases above fails when an upgrade moves it.
  override [kGetApi]<Sent extends unknown[], Got>(name: string, callback: Callback<API<Sent, Got>>): void {
    super[kGetApi]<Sent, Got>(name, (error, api) =>
      callback(error, name === 'Fetch' && api ? onlyCommitted(api) : api),
    );
  }
}

const onlyCommitted = <Sent extends unknown[], Got>(api: API<Sent, Got>): API<Sent, Got> => {
  const call = (...sent: unknown[]) => {
    const answered = sent.pop() as Answered;
    Reflect.apply(api, undefined, [...sent, judging(answered)]);
  };
  return Object.assign(call, { async: api.async, key: api.key, version: api.version });
};

/** Nothing is thrown at the client, which calls back from a timer or a socket: there it would end the process. */
const judging =
  (answered: Answered): Answered =>
  (error, response) => {
    if (error || !response) return answered(error, response);
    try {
      for (const { partitions } of response.responses) for (const partition of partitions) keepCommitted(partition);
    } catch (cause) {
      return answered(new Error('an answer of Kafka could not be read', { cause }));
    }
    answered(null, response);
  };
