import type { Locator } from '@playwright/test';
import { reasonName } from '../../../app/(workspace)/admin/tickets/reason-colours.ts';
import type { TicketEvent } from '../../../protocol/index.ts';
import type { Visitor } from '../visitors.ts';

/** The feed of rejected tickets, opened by an admin. */
export class TicketsPage {
  readonly #visitor: Visitor;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
  }

  get feed(): Locator {
    const { page, t } = this.#visitor;
    return page.getByRole('region', { name: t('tickets.feed'), exact: true });
  }

  /** The row of a rejection that nobody has touched yet, as it reads in the visitor's language. */
  openRow({ ticketId, priority, title, reasonCode }: TicketEvent): Locator {
    const { t } = this.#visitor;
    const words = [t(`tickets.priorities.${priority}`), title, reasonName(reasonCode), t('tickets.states.open')];
    return words.reduce((row, hasText) => row.filter({ hasText }), this.rows(ticketId));
  }

  rows(ticketId: string): Locator {
    return this.feed.getByRole('button', { name: ticketId });
  }

  async open(ticketId: string): Promise<Locator> {
    await this.rows(ticketId).click();
    return this.drawer(ticketId);
  }

  drawer(ticketId: string): Locator {
    const { page, t } = this.#visitor;
    return page.getByRole('complementary', { name: t('tickets.drawer', { ticket: ticketId }), exact: true });
  }
}
