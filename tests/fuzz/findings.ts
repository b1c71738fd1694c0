export type Kind = 'valid' | 'wrong' | 'sequence' | 'frame' | 'http';

/** How many examples of one fault are kept. */
const examples = 20;

/** What was sent, and everything that should not have been. */
export class Findings {
  readonly counts: Record<Kind, number> = { valid: 0, wrong: 0, sequence: 0, frame: 0, http: 0 };
  readonly faults: string[] = [];
  /** Questions that waited for more than ten seconds: the machine is busy, or something stood still. */
  late = 0;
  readonly #secret: string;

  /** @param secret stands in everything that no attacker may see */
  constructor(secret: string) {
    this.#secret = secret;
  }

  get inputs(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  count(kind: Kind, inputs: number): void {
    this.counts[kind] += inputs;
  }

  /** Looks for what belongs to others. */
  look(text: string): void {
    if (text.includes(this.#secret)) this.#fault(`received what is not theirs: ${text}`);
  }

  internal(event: string, payload: unknown): void {
    this.#fault(`${event} was answered "internal": ${JSON.stringify(payload)}`);
  }

  unanswered(event: string, payload: unknown): void {
    this.#fault(`${event} was not answered: ${JSON.stringify(payload)}`);
  }

  serverError(status: string, request: string): void {
    this.#fault(`${status} to ${JSON.stringify(request)}`);
  }

  #fault(what: string): void {
    if (this.faults.length < examples) this.faults.push(what.slice(0, 600));
  }
}
