import { colleague, twoColleagues } from '../people.ts';
import { expect, test } from '../visitors.ts';

test('three people have one conversation, whoever of them begins it, called by the names of the others', async ({
  visit,
}) => {
  const [lin, bo] = await twoColleagues(visit);
  const cy = await colleague(visit, 'Cy', { entrance: 'instance-3' });
  await lin.chat.writeTo(bo.account.name, cy.account.name);
  const address = new URL(lin.at.page.url()).pathname;
  const composer = lin.at.page.locator('[data-composer]');
  await composer.fill('the three of us');
  await composer.press('Enter');

  const ofBo = bo.chat.entry(cy.account.name).filter({ hasText: lin.account.name });
  await expect(ofBo).toContainText('the three of us');
  await cy.chat.writeTo(lin.account.name, bo.account.name);
  await expect(cy.at.page).toHaveURL(new RegExp(`${address}$`));
  await expect(cy.chat.message('the three of us')).toBeVisible();
  const heading = cy.at.page.getByRole('heading', { level: 1, name: lin.account.name });
  await expect(heading).toContainText(bo.account.name);

  // Nobody leaves it, and nobody is added.
  const details = await cy.chat.details();
  await expect(details.getByRole('listitem')).toHaveCount(3);
  await expect(details.getByRole('button', { name: cy.at.t('details.leave'), exact: true })).toHaveCount(0);
  await expect(details.getByRole('button', { name: cy.at.t('details.invite'), exact: true })).toHaveCount(0);
});
