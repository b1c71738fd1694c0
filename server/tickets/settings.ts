import {
  type Data,
  defaultOutcomes,
  failure,
  type Payload,
  type Result,
  success,
  TicketSettings,
} from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';

const read = 'select w.ticket_outcomes as outcomes, w.acknowledge_hours as "acknowledgeHours" from workspace w';
const update = 'select update_ticket_settings($1, $2, $3) as outcome';

type Row = { outcomes: TicketSettings['outcomes'] | null; acknowledgeHours: number | null };
type By = { id: string; address: string };

/** What admins decide about tickets while it runs. Nothing is remembered: what was decided holds everywhere. */
export class TicketRules {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async settings(): Promise<Result<Data<'ticket:settings'>>> {
    const [row] = await this.#database.query<Row>('ticket_settings', read, []);
    const { outcomes, acknowledgeHours } = row ?? { outcomes: null, acknowledgeHours: null };
    return success(TicketSettings.parse({ outcomes: outcomes ?? defaultOutcomes, acknowledgeHours }));
  }

  /** @returns whether it is one of the reasons for which tickets are resolved now */
  async knows(outcome: string): Promise<boolean> {
    const settings = await this.settings();
    return settings.ok && settings.data.outcomes.some(({ code }) => code === outcome);
  }

  async configure(by: By, patch: Payload<'ticket:configure'>): Promise<Result<Data<'ticket:settings'>>> {
    const values = [by.id, JSON.stringify(patch), by.address];
    const [row] = await this.#database.query<{ outcome: string }>('ticket_configure', update, values);
    return row?.outcome === 'done' ? this.settings() : failure('forbidden', 'only for admins');
  }
}
