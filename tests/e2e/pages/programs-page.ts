import type { Locator } from '@playwright/test';
import type { Visitor } from '../visitors.ts';

/** Bots, API tokens and webhooks, opened by a visitor. */
export class ProgramsPage {
  readonly #visitor: Visitor;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
  }

  get #t() {
    return this.#visitor.t;
  }

  get bots(): Locator {
    return this.#region('bots');
  }

  get tokens(): Locator {
    return this.#region('tokens');
  }

  get hooks(): Locator {
    return this.#region('hooks');
  }

  /** Opens the dialog that makes one. */
  async begin(what: 'newBot' | 'newToken' | 'newHook'): Promise<Locator> {
    const { page } = this.#visitor;
    await page.getByRole('button', { name: this.#t(`programs.${what}`), exact: true }).click();
    return page.getByRole('dialog', { name: this.#t(`programs.${what}`), exact: true });
  }

  async makeBot(name: string): Promise<void> {
    const dialog = await this.begin('newBot');
    await dialog.getByLabel(this.#t('programs.botName')).fill(name);
    await this.#visitor.page.keyboard.press('Enter');
  }

  /** @param of a bot's name, instead of one's own @returns the token itself, which is shown this one time */
  async makeToken(name: string, of?: string): Promise<string> {
    const dialog = await this.begin('newToken');
    await dialog.getByLabel(this.#t('programs.tokenName')).fill(name);
    if (of !== undefined) {
      await dialog.getByRole('combobox', { name: this.#t('programs.tokenOf') }).click();
      await this.#visitor.page.getByRole('option', { name: of }).click();
    }
    await dialog.getByRole('button', { name: this.#t('programs.makeToken') }).click();
    return (await this.tokens.getByLabel(this.#t('programs.tokenValue')).innerText()).trim();
  }

  async revokeToken(name: string): Promise<void> {
    await this.tokens.getByRole('button', { name: this.#t('programs.revokeNamed', { name }), exact: true }).click();
    const question = this.#visitor.page.getByRole('alertdialog');
    await question.getByRole('button', { name: this.#t('programs.revoke'), exact: true }).click();
  }

  /** Deletes a bot or a webhook. */
  async delete(list: Locator, name: string): Promise<void> {
    await list.getByRole('button', { name: this.#t('programs.deleteNamed', { name }) }).click();
    const question = this.#visitor.page.getByRole('alertdialog');
    await question.getByRole('button', { name: this.#t('programs.delete') }).click();
  }

  #region(name: 'bots' | 'tokens' | 'hooks'): Locator {
    return this.#visitor.page.getByRole('region', { name: this.#t(`programs.${name}`) });
  }
}
