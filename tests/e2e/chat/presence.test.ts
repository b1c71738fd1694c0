import { colleague, twoColleagues } from '../people.ts';
import { expect, test } from '../visitors.ts';

test('people see who is there and who is writing, also on another instance', async ({ visit }) => {
  const [lin, bo] = await twoColleagues(visit);
  await lin.chat.writeTo(bo.account.name);
  await lin.chat.send(bo.account.name, 'there?');
  const boInTheList = lin.chat.entry(bo.account.name);
  await expect(boInTheList).toContainText(lin.at.t('people.presence.online'));

  await bo.chat.open(lin.account.name);
  await bo.chat.composer(lin.account.name).pressSequentially('yes, wri');
  const typing = lin.at.page.getByText(lin.at.t('chat.typingOne', { name: bo.account.name }));
  await expect(typing).toBeVisible();
  await bo.chat.composer(lin.account.name).press('Enter');
  await expect(lin.chat.message('yes, wri')).toBeVisible();
  await expect(typing).toBeHidden();

  await bo.at.page.close();
  await expect(boInTheList).toContainText(lin.at.t('people.presence.offline'));
});

test('who touches nothing for five minutes is away, until they touch something', async ({ visit }) => {
  const lin = await colleague(visit, 'Lin', { entrance: 'instance-1' });
  const bo = await colleague(visit, 'Bo', {
    entrance: 'instance-2',
    prepare: (context) => context.clock.install(),
  });
  await lin.chat.writeTo(bo.account.name);
  const boInTheList = lin.chat.entry(bo.account.name);
  await expect(boInTheList).toContainText(lin.at.t('people.presence.online'));
  await bo.at.page.clock.fastForward('05:30');
  await expect(boInTheList).toContainText(lin.at.t('people.presence.away'));
  await bo.at.page.mouse.move(200, 200);
  await bo.at.page.mouse.move(210, 210);
  await expect(boInTheList).toContainText(lin.at.t('people.presence.online'));
});
