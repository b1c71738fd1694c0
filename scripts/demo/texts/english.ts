import type { Talks } from './talk.ts';

export const english: Talks = {
  words: {
    service: ['checkout', 'billing', 'search', 'the mail gateway', 'the partner API', 'sign-in', 'the warehouse sync'],
    day: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
    hour: ['9:30', '10:00', '11:15', '14:00', '15:30', '16:00'],
    number: ['12', '17', '23', '38', '41', '56', '64', '90', '120', '340'],
    order: ['81-2207', '81-3391', '82-0046', '82-1178', '83-5520', '84-9013'],
    customer: ['Halden & Sons', 'Meridian Foods', 'the Kessler account', 'Bright Harbour', 'Osei Logistics'],
    place: ['the noodle place', 'the canteen', 'the new bakery', 'that Lebanese place', 'the park, if it stays dry'],
    cause: [
      'a certificate that ran out on Sunday',
      'the connection pool: it was still at ten',
      'a retry without any back-off',
      'clocks that were four minutes apart',
      'a header that the new proxy drops',
    ],
    task: ['the export', 'the refund form', 'the onboarding mail', 'the price import', 'the audit report'],
  },
  work: [
    [
      { by: 0, text: 'Anybody else seeing {service} slow since about {hour}?' },
      { by: 1, text: 'Yes. p99 is at {number} × normal.', reactions: ['👀', '👀'] },
      { by: 2, text: 'Looking. Nothing was deployed today, so I start with the database.' },
      { by: 2, text: 'Found it: {cause}.', reactions: ['🎉', '🙏'] },
      { by: 0, text: 'Back to normal here. Thank you!', answers: 3 },
    ],
    [
      { by: 0, text: 'I would like to ship {task} on {day}. What is missing?' },
      { by: 1, text: 'Texts in Chinese, and somebody should try it on a phone.' },
      { by: 0, text: '@2 can you do the texts?' },
      { by: 2, text: 'By tomorrow noon.', was: 'By tomorow noon.', reactions: ['👍'] },
    ],
    [
      { by: 0, text: 'Order {order} was refunded twice. How can that be?' },
      { by: 1, text: 'The form was sent twice, a second apart. We had no key on it.' },
      { by: 1, text: 'There is one now; the second request gets the first answer.', reactions: ['👏', '❤️'] },
      { by: 0, text: 'And the customer?' },
      { by: 2, text: 'Called them. They were relaxed about it and sent the second one back.', answers: 3 },
    ],
    [
      { by: 0, text: '{customer} ask whether they can have the numbers of last month before {day}.' },
      { by: 1, text: 'They are final since this morning. I can send them.' },
      { by: 0, text: 'Please do, with {task} if it is ready.', reactions: ['✅'] },
    ],
    [
      {
        by: 0,
        text: 'Notes of today:\n\n1. {task} moves to next week.\n2. We stop supporting the old address of {service} at the end of the month.\n3. @1 is on call until {day}.',
        reactions: ['👍', '👍', '🙏'],
      },
      { by: 1, text: 'To 2: have all partners been told?', answers: 0 },
      { by: 0, text: 'All but two. I have a call with both on {day}.' },
    ],
    [
      { by: 0, text: 'Deploying {service} in ten minutes unless somebody objects.' },
      { by: 1, text: 'No objection.', reactions: ['🚀'] },
      { by: 0, text: 'Done. {number} seconds, nobody was disconnected.', reactions: ['🎉', '🎉'] },
    ],
    [
      {
        by: 0,
        text: 'Why do we reject everything above 500 without a second look? {customer} fall into it every week.',
      },
      { by: 1, text: 'Because of the audit two years ago. The limit is a setting, the second look is not.' },
      { by: 2, text: 'We could let the team lead confirm it from the ticket.', reactions: ['💡', '👍'] },
      { by: 1, text: 'That I would like. I will write it up.', answers: 2 },
    ],
    [
      { by: 0, text: 'Test run {number} failed only on the slow machine. A race, I think.' },
      { by: 1, text: 'It waits for a moment instead of for the thing itself. I will mend it.' },
      { by: 1, text: 'Ran it two hundred times, no failure.', reactions: ['💪'] },
    ],
    [
      {
        by: 0,
        text: 'Here is the call that fails:\n\nPOST /v2/orders/{order}/refund\n409 Conflict\n"already being processed"',
      },
      {
        by: 1,
        text: 'That is right as it is: the first one is still running. Ask again after the seconds in Retry-After.',
      },
      { by: 0, text: 'Ah. It works when I am patient.', reactions: ['😄'] },
    ],
    [
      {
        by: 0,
        text: 'Who knows the contract with {customer}? They want an answer within {number} minutes, also at night.',
      },
      { by: 1, text: 'Not what is written. It says working hours.', was: 'Not what is written there I think' },
      { by: 0, text: 'Then I will say that, kindly.' },
      { by: 2, text: 'Ask me before you send it, I promised them something in spring …', reactions: ['🙈'] },
    ],
    [
      { by: 0, text: 'Never mind, found it.', gone: true },
      { by: 0, text: 'I cannot find the runbook for {service}. Was it moved?' },
      { by: 1, text: 'It is in the handbook now, under "When something is wrong".' },
      { by: 0, text: 'Thanks!', answers: 2 },
    ],
  ],
  anywhere: [
    [
      { by: 0, text: 'Lunch at {place}? {hour} is too early, I know.' },
      { by: 1, text: 'In!', reactions: ['🍜'] },
      { by: 2, text: 'Can we say half an hour later? I have a call.' },
      { by: 0, text: 'Sure.' },
    ],
    [
      { by: 0, text: 'Whose birthday cake is that in the kitchen?' },
      { by: 1, text: 'It is for @2. Take a piece before the others see it.', reactions: ['🎂', '🎂', '🎉'] },
      { by: 2, text: 'There is a second one in the fridge.' },
    ],
    [
      { by: 0, text: 'The lift is stuck again, with nobody in it.' },
      { by: 1, text: 'Called them. They come on {day}.', reactions: ['😩'] },
    ],
    [
      { by: 0, text: 'I am away from {day} on, back after the weekend. @1 has my tickets.' },
      { by: 1, text: 'Have a good time!', reactions: ['🏖️', '🏖️'] },
    ],
    [{ by: 0, text: 'Good morning! {number} days until the summer party.', reactions: ['☀️', '🥳', '😂'] }],
    [
      { by: 0, text: 'Found a grey umbrella in the meeting room.' },
      { by: 1, text: 'Mine! Thank you.', reactions: ['☂️'] },
    ],
  ],
  direct: [
    [
      { by: 0, text: 'Do you have ten minutes today?' },
      { by: 1, text: 'At {hour}?' },
      { by: 0, text: 'Perfect.' },
    ],
    [
      { by: 0, text: 'Could you look at {task} before I show it around?' },
      { by: 1, text: 'Done. Two small things in the second part, else very good.', reactions: ['🙏'] },
      { by: 0, text: 'Changed both.' },
    ],
    [
      { by: 0, text: 'I said something stupid in the meeting, didn’t I.' },
      { by: 1, text: 'Nobody noticed. And the question was good.', reactions: ['❤️'] },
    ],
    [
      { by: 0, text: '{customer} called again. I told them {day}.' },
      { by: 1, text: '{day} is fine.', answers: 0, reactions: ['👍'] },
    ],
    [
      { by: 0, text: 'The room for {hour} is taken. Shall we walk instead?' },
      { by: 1, text: 'Yes please.', reactions: ['🚶'] },
    ],
    [
      { by: 0, text: 'Wrong window, sorry', gone: true },
      { by: 1, text: 'I have seen nothing 😇' },
    ],
  ],
  calls: {
    work: [
      [
        { by: 0, text: '@1 can you look at {task} when you have a moment?' },
        { by: 2, text: 'I was about to ask the same.', answers: 0, reactions: ['😄'] },
      ],
      [{ by: 0, text: '{customer} are on the line about order {order}. @1, do you know it?' }],
    ],
    anywhere: [
      [
        { by: 0, text: 'We go to {place} at noon. @1, are you coming along?' },
        { by: 2, text: 'Count me in as well.', reactions: ['👍'] },
      ],
      [{ by: 0, text: 'Somebody left a parcel for you at the door, @1.' }],
    ],
  },
};
