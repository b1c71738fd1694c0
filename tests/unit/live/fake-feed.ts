import { matchesFilter } from '../../../app/_live/tickets/filter.ts';
import { type Data, limits, type PayloadInput, type Rejection, type Result, success } from '../../../protocol/index.ts';
import { idOf } from './ids.ts';

/** The ticket feed of the contract, in memory. */
export class FakeFeed {
  pageSize = 3;
  changesSize = 3;
  /** How many one list looks at. */
  searched = 5;
  readonly from = 1_700_000_000_000 - 3_600_000;
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
      attributes: {},
      conflicts: 0,
      openAfter: null,
      wakesAt: null,
      wakesAfter: null,
      duplicateOfId: null,
      outcome: null,
      outcomeText: null,
      ...patch,
    });
  }

  change(seq: number, patch: Partial<Rejection>): void {
    const known = this.latest[seq - 1];
    if (!known) return;
    const changed = { ...known, ...patch };
    const openAfter = this.open + Number(changed.state === 'open') - Number(known.state === 'open');
    this.record({ ...changed, openAfter, version: this.states.length + 1 });
  }

  get open(): number {
    return this.latest.filter(({ state }) => state === 'open').length;
  }

  private stateAt(version: number): Rejection[] {
    const state: Rejection[] = [];
    for (const rejection of this.states.slice(0, version)) state[rejection.seq - 1] = rejection;
    return state;
  }

  matching(filter: PayloadInput<'ticket:list'>, meId: string, version = this.states.length): Rejection[] {
    return this.stateAt(version)
      .filter((one) => matchesFilter(one, filter, meId))
      .reverse();
  }

  changesAfter(after: number): Rejection[] {
    return this.latest.filter(({ version }) => version > after).sort((a, b) => a.version - b.version);
  }

  list(
    { before, limit, ...filter }: PayloadInput<'ticket:list'>,
    meId: string,
    lag: number,
  ): Result<Data<'ticket:list'>> {
    const version = Math.max(0, this.states.length - lag);
    const state = this.stateAt(version);
    const top = Math.min(before ?? Number.POSITIVE_INFINITY, state.length + 1);
    const found = this.matching(filter, meId, version).filter(({ seq }) => seq < top && seq >= top - this.searched);
    const rejections = found.slice(0, Math.min(limit ?? 50, this.pageSize));
    const isFull = rejections.length < found.length;
    const floor = top - this.searched;
    const ended = !isFull && floor > 1 ? floor : null;
    const next = isFull ? (rejections.at(-1)?.seq ?? null) : ended;
    const searchedTo = ended === null ? null : (state[ended - 1]?.receivedAt ?? null);
    const open = state.filter((one) => one.state === 'open').length;
    return success({ rejections, version, open, hasMore: next !== null, next, searchedTo });
  }

  /** Rejections per minute and reason, counted here. */
  statistics(lag: number): Result<Data<'ticket:statistics'>> {
    const version = Math.max(0, this.states.length - lag);
    const state = this.stateAt(version);
    const reasons = [...new Set(state.map(({ reasonCode }) => reasonCode))].map((reasonCode) => {
      const perMinute = new Array<number>(limits.ticketMinutes).fill(0);
      for (const one of state) {
        const minute = Math.floor((Date.parse(one.occurredAt) - this.from) / 60_000);
        if (one.reasonCode === reasonCode) perMinute[minute] = (perMinute[minute] ?? 0) + 1;
      }
      return { reasonCode, perMinute };
    });
    return success({
      ...{ version, lastSeq: state.length, reasons, others: new Array<number>(limits.ticketMinutes).fill(0) },
      at: new Date(this.from + 3_600_000).toISOString(),
      from: new Date(this.from).toISOString(),
    });
  }

  changes({ afterVersion, limit }: PayloadInput<'ticket:changes'>): Result<unknown> {
    const all = this.changesAfter(afterVersion);
    const rejections = all.slice(0, Math.min(limit ?? 500, this.changesSize));
    return success({ rejections, version: this.states.length, complete: rejections.length === all.length });
  }
}
