import { expect, type Locator } from '@playwright/test';
import type { Visitor } from '../visitors.ts';

/** The conversations of a visitor, as they see and use them. */
export class ChatPage {
  readonly #visitor: Visitor;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
  }

  get #page() {
    return this.#visitor.page;
  }

  get #t() {
    return this.#visitor.t;
  }

  get list(): Locator {
    return this.#page.getByRole('navigation', { name: this.#t('list.title') });
  }

  /** A conversation's line in the list. */
  entry(name: string): Locator {
    return this.list.getByRole('link', { name });
  }

  /** The mark beside a conversation that says how many messages wait there. */
  unread(name: string, count: number): Locator {
    return this.entry(name).getByText(this.#t('list.unread', { count }), { exact: true });
  }

  /** The open conversation with this person or in this room. */
  conversation(name: string): Locator {
    return this.#page.getByRole('region', { name: this.#t('chat.conversation', { name }), exact: true });
  }

  get messages(): Locator {
    return this.#page.getByRole('article');
  }

  message(text: string): Locator {
    return this.messages.filter({ hasText: text });
  }

  get pending(): Locator {
    return this.messages.filter({ has: this.#page.getByRole('img', { name: this.#t('message.pending') }) });
  }

  get scroller(): Locator {
    return this.#page.locator('section[aria-busy][tabindex="0"]');
  }

  composer(name: string): Locator {
    return this.#page.getByRole('textbox', { name: this.#t('composer.label', { name }), exact: true });
  }

  async open(name: string): Promise<void> {
    await this.entry(name).click();
    await expect(this.conversation(name)).toBeVisible();
  }

  async send(name: string, text: string): Promise<void> {
    await this.composer(name).fill(text);
    await this.composer(name).press('Enter');
    await expect(this.composer(name)).toHaveValue('');
  }

  /** Starts, or opens again, the direct conversation with somebody, or with several people. */
  async writeTo(name: string, ...others: string[]): Promise<void> {
    const dialog = await this.start('newMessage');
    for (const person of [name, ...others]) await this.#pick(dialog, person);
    await dialog.getByRole('button', { name: this.#t('frame.newMessage.start'), exact: true }).click();
    if (others.length > 0) return expect(dialog).toBeHidden();
    await expect(this.conversation(name)).toBeVisible();
  }

  async createRoom(name: string, visibility: 'public' | 'private', invited: readonly string[] = []): Promise<void> {
    const dialog = await this.start('newRoom');
    await dialog.getByRole('textbox', { name: this.#t('newRoom.name'), exact: true }).fill(name);
    await dialog.getByRole('radio', { name: this.#t(`newRoom.${visibility}`), exact: true }).click();
    for (const person of invited) await this.#pick(dialog, person);
    await dialog.getByRole('button', { name: this.#t('newRoom.create') }).click();
    await expect(this.conversation(name)).toBeVisible();
  }

  /** Opens the dialog of public rooms and looks for some by name. @returns the rooms that are shown */
  async browse(query: string): Promise<Locator> {
    const dialog = await this.start('browse');
    await dialog.getByRole('searchbox').fill(query);
    // What is pressed while the list still changes moves away between down and up.
    await expect(dialog.getByRole('listitem').filter({ hasNotText: query })).toHaveCount(0);
    return dialog;
  }

  async join(name: string): Promise<void> {
    const dialog = await this.browse(name);
    await dialog.getByRole('button', { name: this.#t('browse.joinNamed', { name }), exact: true }).click();
    await expect(this.conversation(name)).toBeVisible();
  }

  async leave(): Promise<void> {
    const details = await this.details();
    await details.getByRole('button', { name: this.#t('details.leave'), exact: true }).click();
    const question = this.#page.getByRole('alertdialog');
    await question.getByRole('button', { name: this.#t('actions.leave'), exact: true }).click();
  }

  async invite(person: string): Promise<void> {
    const details = await this.details();
    await details.getByRole('button', { name: this.#t('details.invite'), exact: true }).click();
    const dialog = this.#page.getByRole('dialog');
    await this.#pick(dialog, person);
    await dialog.getByRole('button', { name: this.#t('details.inviteAction'), exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  /** Opens the pane beside the conversation, unless it is open. */
  async details(): Promise<Locator> {
    const toggle = this.#page.getByRole('button', { name: this.#t('chat.showDetails'), exact: true });
    const details = this.#page.getByRole('complementary', { name: this.#t('details.title') });
    // An open one comes back a moment after its conversation.
    await expect(toggle.or(details).first()).toBeVisible();
    if (!(await details.isVisible())) await toggle.click();
    await expect(details).toBeVisible();
    return details;
  }

  /** Opens what begins something new, from the menu above the list. @returns the dialog, which is there */
  async start(what: 'newMessage' | 'newRoom' | 'browse'): Promise<Locator> {
    const button = this.list.getByRole('button', { name: this.#t('list.new'), exact: true });
    // A page stands there before its code does: its first click may have been heard by nobody.
    await expect(async () => {
      if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
      await expect(button).toHaveAttribute('aria-expanded', 'true', { timeout: 1_000 });
    }).toPass();
    await this.#page.getByRole('menuitem', { name: this.#t(`list.${what}`) }).click();
    const title = what === 'newMessage' ? 'frame.newMessage.title' : (`${what}.title` as const);
    const dialog = this.#page.getByRole('dialog', { name: this.#t(title) });
    await expect(dialog).toBeVisible();
    return dialog;
  }

  async #pick(dialog: Locator, person: string): Promise<void> {
    await dialog.getByRole('combobox', { name: this.#t('people.find') }).fill(person);
    await expect(dialog.getByRole('option').filter({ hasNotText: person })).toHaveCount(0);
    await dialog.getByRole('option', { name: person }).click();
  }
}
