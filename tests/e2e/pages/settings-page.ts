import { expect, type Locator } from '@playwright/test';
import type { Visitor } from '../visitors.ts';

/** The settings, opened by a visitor. */
export class SettingsPage {
  readonly #visitor: Visitor;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
  }

  get #t() {
    return this.#visitor.t;
  }

  get devices(): Locator {
    return this.#visitor.page.getByRole('list', { name: this.#t('settings.sessions'), exact: true });
  }

  async changePassword(current: string, next: string): Promise<void> {
    const { page } = this.#visitor;
    await page.getByLabel(this.#t('settings.currentPassword'), { exact: true }).fill(current);
    await page.getByLabel(this.#t('settings.newPassword'), { exact: true }).fill(next);
    await page.getByRole('button', { name: this.#t('settings.changePassword'), exact: true }).click();
  }

  /** What is wrong stands at the field, which has the focus. */
  async expectPasswordError(
    field: 'currentPassword' | 'newPassword',
    error: 'passwordWrong' | 'passwordCommon' | 'passwordLong',
  ): Promise<void> {
    const input = this.#visitor.page.getByLabel(this.#t(`settings.${field}`), { exact: true });
    await expect(input).toHaveAccessibleDescription(this.#t(`account.errors.${error}`));
    await expect(input).toBeFocused();
  }

  /** Ends the one other session there is. */
  async signOutOtherDevice(): Promise<void> {
    await this.devices.getByRole('button').click();
  }

  async choose(what: 'theme' | 'language', label: string): Promise<void> {
    const choice = this.#visitor.page.getByLabel(this.#t(`settings.${what}`), { exact: true });
    await choice.getByRole('radio', { name: label, exact: true }).click();
  }
}
