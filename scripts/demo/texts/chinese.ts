import type { Talks } from './talk.ts';

export const chinese: Talks = {
  words: {
    service: ['支付服务', '登录', '搜索', '库存同步', '合作方接口', '邮件网关'],
    day: ['周一', '周二', '周三', '周四', '周五'],
    hour: ['九点半', '十点', '十一点一刻', '下午两点', '下午三点半'],
    number: ['12', '17', '23', '38', '41', '56', '90', '120'],
    order: ['81-2207', '81-3391', '82-0046', '82-1178', '83-5520'],
    customer: ['华辰贸易', '明远物流', '恒信超市', '海川食品'],
    place: ['楼下面馆', '食堂', '新开的川菜馆', '街角那家饺子店'],
    cause: [
      '证书周日过期了',
      '连接池还是默认的十个',
      '重试没有退避',
      '两台机器的时钟差了四分钟',
      '新代理丢了一个请求头',
    ],
    task: ['导出功能', '退款表单', '欢迎邮件', '价格导入', '审计报告'],
  },
  work: [
    [
      { by: 0, text: '{service}从{hour}开始变慢了，你们也这样吗？' },
      { by: 1, text: '是的，p99 是平时的 {number} 倍。', reactions: ['👀'] },
      { by: 2, text: '我来看。今天没有发布，先查数据库。' },
      { by: 2, text: '找到了：{cause}。', reactions: ['🎉', '🙏'] },
      { by: 0, text: '我这边恢复了，辛苦！', answers: 3 },
    ],
    [
      { by: 0, text: '{task}想{day}上线，还差什么？' },
      { by: 1, text: '英文文案，还要有人在手机上试一遍。' },
      { by: 0, text: '@2 文案能帮忙看一下吗？' },
      { by: 2, text: '明天中午之前给你。', was: '明天中午之钱给你。', reactions: ['👍'] },
    ],
    [
      { by: 0, text: '订单 {order} 退了两次款，怎么回事？' },
      { by: 1, text: '表单一秒之内提交了两次，之前没有做幂等。' },
      { by: 1, text: '已经修好，第二次请求会得到第一次的结果。', reactions: ['👏', '❤️'] },
      { by: 0, text: '客户那边呢？' },
      { by: 2, text: '打过电话了，对方很客气，多退的已经转回来。', answers: 3 },
    ],
    [
      { by: 0, text: '{customer}问{day}之前能不能拿到上个月的数据。' },
      { by: 1, text: '今天早上已经定稿，我可以发。' },
      { by: 0, text: '麻烦了，如果{task}好了也一起发。', reactions: ['✅'] },
    ],
    [
      {
        by: 0,
        text: '今天的会议纪要：\n\n1. {task}推迟到下周。\n2. {service}的旧地址月底停用。\n3. 值班到{day}：@1。',
        reactions: ['👍', '👍'],
      },
      { by: 1, text: '第二条，合作方都通知了吗？', answers: 0 },
      { by: 0, text: '还有两家，{day}分别打电话。' },
    ],
    [
      { by: 0, text: '十分钟后发布{service}，有问题请说。' },
      { by: 1, text: '没问题。', reactions: ['🚀'] },
      { by: 0, text: '发布完成，{number} 秒，没有人掉线。', reactions: ['🎉', '🎉'] },
    ],
    [
      { by: 0, text: '为什么超过 500 的单子一律驳回？{customer}每周都碰到。' },
      { by: 1, text: '两年前审计的要求。限额可以改，复核流程没有做。' },
      { by: 2, text: '可以让组长直接在工单上确认。', reactions: ['💡', '👍'] },
      { by: 1, text: '这个好，我来写方案。', answers: 2 },
    ],
    [
      { by: 0, text: '发错群了', gone: true },
      { by: 0, text: '{service}的操作手册找不到了，是搬家了吗？' },
      { by: 1, text: '在新手册里，“出问题的时候”那一章。' },
      { by: 0, text: '看到了，谢谢！', answers: 2 },
    ],
  ],
  anywhere: [
    [
      { by: 0, text: '中午去{place}吗？' },
      { by: 1, text: '走！', reactions: ['🍜'] },
      { by: 2, text: '等我十分钟，还有个电话。' },
    ],
    [
      { by: 0, text: '厨房里的蛋糕是谁的？' },
      { by: 1, text: '@2 今天生日，快去，晚了就没了。', reactions: ['🎂', '🎉', '🎂'] },
      { by: 2, text: '冰箱里还有一个。' },
    ],
    [
      { by: 0, text: '我{day}开始休假，下周回来，工单交给 @1，有急事找 TA。' },
      { by: 1, text: '玩得开心！', reactions: ['🏖️'] },
    ],
    [{ by: 0, text: '早上好！离年会还有 {number} 天。', reactions: ['☀️', '🥳'] }],
    [
      { by: 0, text: '电梯又停了，里面没有人。' },
      { by: 1, text: '已经报修，{day}来人。', reactions: ['😩'] },
    ],
  ],
  direct: [
    [
      { by: 0, text: '今天有十分钟吗？' },
      { by: 1, text: '{hour}可以。' },
      { by: 0, text: '好的，到时候见。' },
    ],
    [
      { by: 0, text: '{task}发出去之前帮我看一眼？' },
      { by: 1, text: '看过了，第二部分有两个小地方，其他很好。', reactions: ['🙏'] },
      { by: 0, text: '都改了。' },
    ],
    [
      { by: 0, text: '{customer}又打电话来，我说{day}。' },
      { by: 1, text: '{day}没问题。', answers: 0, reactions: ['👍'] },
    ],
    [
      { by: 0, text: '会议室被占了，边走边聊？' },
      { by: 1, text: '好啊。', reactions: ['🚶'] },
    ],
  ],
  calls: {
    work: [
      [
        { by: 0, text: '@1 有空看一下{task}吗？' },
        { by: 2, text: '我也正想问。', answers: 0, reactions: ['😄'] },
      ],
      [{ by: 0, text: '{customer}来电话问订单 {order}，@1 你了解吗？' }],
    ],
    anywhere: [
      [
        { by: 0, text: '中午去{place}，@1 一起吗？' },
        { by: 2, text: '算我一个。', reactions: ['👍'] },
      ],
      [{ by: 0, text: '@1 门口有你的快递。' }],
    ],
  },
};
