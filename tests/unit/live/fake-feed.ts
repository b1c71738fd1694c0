import { matchesFilter } from '../../../app/_live/ticket-filter.ts';
import { type PayloadInput, type Rejection, type Result, success } from '../../../protocol/index.ts';
import { idOf } from './ids.ts';

/** The ticket feed of the contract, in memory. */
export class FakeFeed {
  pageSize = 3;
  changesSize = 3;
  published = 0;
  readonly states: Rejection[] = [];
  readonly latest: Rejection[] = [];

  private record(rejection: Rejection): void {
    this.states.push(rejection);
    this.latest[rejection.seq - 1] = rejection;
  }

  reject(patch: Partial<Rejection>): void {
    const seq = this.latest.length + 1;
    this.record({
      id: idOf(6, seq),
      seq,
      version: this.states.length + 1,
      eventId: `event-${seq}`,
      ticketId: `T-${seq}`,
      title: 'Travel',
      reasonCode: 'budget',
      reason: 'too expensive',
      rejectedBy: 'Lin',
      requester: null,
      priority: 'normal',
      occurredAt: new Date(1_700_000_000_000 + seq).toISOString(),
      url: null,
      source: 'kafka',
      receivedAt: new Date(1_700_000_000_000 + seq).toISOString(),
      state: 'open',
      assigneeId: null,
      acknowledgedById: null,
      acknowledgedAt: null,
      resolvedById: null,
      resolvedAt: null,
      conversationId: null,
      ...patch,
    });
  }

  change(seq: number, patch: Partial<Rejection>): void {
    const known = this.latest[seq - 1];
    if (known) this.record({ ...known, ...patch, version: this.states.length + 1 });
  }

  get open(): number {
    return this.latest.filter(({ state }) => state === 'open').length;
  }

  matching(filter: PayloadInput<'ticket:list'>, version = this.states.length): Rejection[] {
    const state: Rejection[] = [];
    for (const rejection of this.states.slice(0, version)) state[rejection.seq - 1] = rejection;
    return state.filter((one) => matchesFilter(one, filter)).reverse();
  }

  changesAfter(after: number): Rejection[] {
    return this.latest.filter(({ version }) => version > after).sort((a, b) => a.version - b.version);
  }

  list({ before, limit, ...filter }: PayloadInput<'ticket:list'>, lag: number): Result<unknown> {
    const version = Math.max(0, this.states.length - lag);
    const rest = this.matching(filter, version).filter(({ seq }) => before === undefined || seq < before);
    const rejections = rest.slice(0, Math.min(limit ?? 50, this.pageSize));
    return success({ rejections, version, hasMore: rejections.length < rest.length });
  }

  changes({ afterVersion, limit }: PayloadInput<'ticket:changes'>): Result<unknown> {
    const all = this.changesAfter(afterVersion);
    const rejections = all.slice(0, Math.min(limit ?? 500, this.changesSize));
    return success({ rejections, version: this.states.length, complete: rejections.length === all.length });
  }
}
