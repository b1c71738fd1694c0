import type { Locator } from '@playwright/test';
import { expect, type Visitor } from '../visitors.ts';

/** The pages on which an admin names sources, and makes tickets of what comes from them. */
export class SourcesPage {
  readonly #visitor: Visitor;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
  }

  get form(): Locator {
    const { page, t } = this.#visitor;
    return page.getByRole('form', { name: t('namedSources.new') });
  }

  field(name: 'name' | 'key'): Locator {
    return this.form.getByRole('textbox', { name: this.#visitor.t(`namedSources.${name}`), exact: true });
  }

  /** Chooses a kind in the form. */
  async choose(kind: 'kafka' | 'rabbitmq' | 'redis-stream' | 'http'): Promise<void> {
    await this.form.getByRole('radio', { name: this.#visitor.t(`namedSources.kinds.${kind}`), exact: true }).click();
  }

  async create(): Promise<void> {
    await this.form.getByRole('button', { name: this.#visitor.t('namedSources.create') }).click();
  }

  /** The secret that is shown this one time; it is not there any more afterwards. */
  async secret(): Promise<string> {
    const { page, t } = this.#visitor;
    const shown = page.getByLabel(t('namedSources.secretLabel'));
    const secret = ((await shown.textContent()) ?? '').trim();
    await page.getByRole('button', { name: t('actions.done') }).click();
    await expect(page.getByText(secret)).toHaveCount(0);
    return secret;
  }

  get mapping(): Locator {
    const { page, t } = this.#visitor;
    return page.getByRole('region', { name: t('namedSources.mapping'), exact: true });
  }

  get result(): Locator {
    return this.mapping.getByRole('region', { name: this.#visitor.t('namedSources.result'), exact: true });
  }

  async write(what: 'expression' | 'sample', text: string): Promise<void> {
    await this.mapping.getByRole('textbox', { name: this.#visitor.t(`namedSources.${what}`), exact: true }).fill(text);
  }

  async press(what: 'tryPast' | 'saveMapping' | 'pause' | 'rotate'): Promise<void> {
    await this.#visitor.page
      .getByRole('button', { name: this.#visitor.t(`namedSources.${what}`), exact: true })
      .click();
  }
}
