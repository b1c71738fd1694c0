import type { TicketEvent } from '../../../protocol/index.ts';

type Said = Pick<TicketEvent, 'title' | 'reasonCode' | 'reason'>;

/** What is rejected, and why. `{order}` and `{amount}` are filled in by chance. */
export const rejections: readonly Said[] = [
  { title: 'Refund of {amount} EUR', reasonCode: 'over_limit', reason: 'More than 500 EUR needs a second approval.' },
  {
    title: 'Refund for order {order}',
    reasonCode: 'missing_information',
    reason: 'The receipt is missing, so the purchase cannot be found.',
  },
  {
    title: 'Return of order {order}',
    reasonCode: 'out_of_policy',
    reason: 'The purchase is 47 days old; returns are accepted within 30 days.',
  },
  {
    title: 'Change the e-mail address',
    reasonCode: 'no_permission',
    reason: 'Only the owner of the account may change its e-mail address.',
  },
  {
    title: 'VPN access for a new colleague',
    reasonCode: 'missing_information',
    reason: 'Their manager has not confirmed the start date.',
  },
  {
    title: 'Second monitor',
    reasonCode: 'duplicate',
    reason: 'The same request was opened yesterday and is being worked on.',
  },
  { title: '退款 {amount} 元', reasonCode: 'over_limit', reason: '超过 500 元需要第二人复核。' },
  { title: '更换损坏的笔记本电脑', reasonCode: 'missing_information', reason: '没有附上资产编号，无法核对。' },
  { title: '订单 {order} 退货', reasonCode: 'out_of_policy', reason: '购买已超过三十天，不在退货期内。' },
  { title: '修改开票信息', reasonCode: 'no_permission', reason: '只有账户所有者可以修改开票信息。' },
  { title: '开通合作方接口', reasonCode: 'suspected_fraud', reason: '公司名称与营业执照不一致。' },
];

export const rejectedBy = ['policy-engine', 'mara.lind', 'j.okafor', '李伟', 'sam.ortega', 'fraud-check'] as const;
export const requesters = ['Marta', 'Tomás Vidal', '陈晨', 'Aigerim', 'Jonas Weiß', '吴佳怡'] as const;
export const regions = ['eu-central', 'eu-west', 'cn-east', 'us-east'] as const;

/** What is written about a ticket. */
export const ticketNotes = [
  'Asked the requester for the receipt.',
  'Same as last week: the limit was meant per order, not per day.',
  'Approved by phone, the confirmation follows by mail.',
  '已联系申请人，等待补充材料。',
  '和上周是同一个问题，规则需要调整。',
] as const;
