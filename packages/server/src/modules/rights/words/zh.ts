import type { Words } from './types.ts';

export const zh: Words = {
  language: 'zh-Hans',
  title: '你在 Plaza 的数据',
  madeFor: '属于 {name}（@{handle}），生成于 {time}。',
  howToRead:
    '这个文件夹里是这座城市保存的关于你的全部数据。网页供阅读，旁边的 JSON 文件内容相同，供程序使用。',
  why: '用途',
  keptFor: '保存期限',
  onErasure: '注销账号时',
  files: '内容',
  nothingKept: '这里没有保存你的数据。',
  entries: '条',
  asJson: 'JSON',
  back: '返回总览',
  yes: '是',
  no: '否',
  none: '—',
  missing: '以下文件未能找到：',
  fields: {
    address: '网络地址',
    allowsStrangers: '允许陌生人查看',
    amountMinor: '金额（最小单位）',
    announced: '群公告',
    at: '时间',
    attachment: '附件',
    audience: '谁可以看',
    author: '作者',
    authorId: '作者编号',
    availableMinor: '可用（最小单位）',
    balanceMinor: '余额（最小单位）',
    bill: '账单',
    billId: '账单编号',
    billReminder: '账单提醒',
    blocked: '已屏蔽',
    body: '内容',
    callEnded: '通话结束',
    callMissed: '未接来电',
    callStarted: '发起通话',
    chatOnly: '仅聊天',
    closesAt: '关闭时间',
    collector: '收款人',
    commentCount: '评论数',
    commentId: '评论编号',
    comments: '评论',
    commitment: '承诺值',
    contact: '名片',
    conversationId: '聊天编号',
    count: '份数',
    counterparty: '对方',
    created: '创建了群聊',
    createdAt: '创建时间',
    currency: '货币',
    deletionAt: '注销时间',
    device: '设备',
    direction: '方向',
    displayName: '名字',
    dissolved: '群聊已解散',
    draft: '草稿',
    editedAt: '编辑于',
    expiresAt: '退回时间',
    failure: '未完成的原因',
    findableByCode: '可通过二维码找到我',
    findableByHandle: '可通过账号名找到我',
    forPerson: '指定给',
    greeting: '祝福语',
    groupInvite: '入群邀请',
    handle: '账号名',
    heldMinor: '途中（最小单位）',
    hideMine: '不让对方看我的朋友圈',
    hideTheirs: '不看对方的朋友圈',
    joinApprovalSet: '入群确认',
    kind: '类型',
    lastSeenAt: '上次使用',
    likeCount: '赞数',
    liked: '已赞',
    likes: '点赞的人',
    lineNumber: '行号',
    listed: '在通讯录中',
    locale: '语言',
    location: '位置',
    maxAmountMinor: '单笔上限（最小单位）',
    mayReact: '可以评论',
    memberLeft: '退出了群聊',
    memberRemoved: '被移出群聊',
    membersAdded: '加入了群聊',
    mentions: '提到',
    message: '消息',
    mine: '我领到的',
    money: '金额',
    muteAllSet: '全员禁言',
    muted: '免打扰',
    name: '名称',
    nickname: '群昵称',
    nicknameSet: '修改了群昵称',
    note: '附言',
    on: '已开启',
    options: '选项',
    overAt: '结束时间',
    ownerChanged: '新群主',
    packet: '红包',
    packetId: '红包编号',
    packetTaken: '红包已领取',
    paid: '已付',
    paidCount: '已付人数',
    payee: '收款人',
    payer: '付款人',
    people: '成员',
    person: '用户',
    personalCode: '个人码',
    personId: '用户编号',
    pinned: '置顶',
    place: '地点',
    poll: '投票',
    postId: '动态编号',
    question: '问题',
    reason: '理由',
    reference: '流水号',
    region: '地区',
    remark: '备注名',
    remindedAt: '提醒时间',
    renamed: '修改了群名',
    replyTo: '回复',
    role: '身份',
    roleChanged: '身份变更',
    scale: '小数位',
    seconds: '秒',
    sender: '发送人',
    senderId: '发送者',
    seq: '序号',
    settledAt: '完成时间',
    settledCount: '已结清份数',
    shares: '各人份额',
    signature: '签名',
    signedInBy: '登录方式',
    since: '开始时间',
    starred: '星标',
    state: '状态',
    subjectId: '所属',
    tags: '标签',
    takenCount: '已领份数',
    text: '文字',
    timerSet: '消息定时消失',
    transfer: '转账',
    transferId: '转账编号',
    transferSettled: '转账完成',
    type: '类别',
    version: '版本',
    via: '来源',
    window: '可见范围',
  },
  sentences: {
    Contacts: '通讯录',
    'To know whom you want to hear from: contacts, blocks, requests, and how you are found.':
      '用来知道你愿意收到谁的消息：联系人、屏蔽、申请，以及别人如何找到你。',
    'Until you remove them; requests for 60 days.': '直到你删除；申请保存 60 天。',
    'Deleted, also from the lists of others.': '删除，也会从别人的通讯录中删除。',
    'Account and devices': '账号与设备',
    Conversations: '聊天',
    'To bring messages to you and the people you write with, on all devices.':
      '用来在所有设备上把消息送达你和与你聊天的人。',
    'Until you delete your account; what you clear is hidden from you at once.':
      '直到你注销账号；你清空的内容会立即对你隐藏。',
    'Changes for your devices': '设备同步记录',
    'So that every device of yours learns what changed while it was away.':
      '让你的每台设备知道离线期间发生了什么变化。',
    '30 days, at most 10,000 changes': '30 天，最多 10,000 条',
    'All of it is deleted.': '全部删除。',
    'Uploaded files': '上传的文件',
    'Until you replace or delete them; an upload that is never used for one day.':
      '直到你更换或删除；从未使用的上传保存一天。',
    'What operators did to the account': '管理员对账号的操作',
    'So that nobody who runs the city can act on an account without a trace.':
      '确保管理城市的人对账号的任何操作都留有记录。',
    'Two years.': '两年。',
    'Your data and your account’s end': '你的数据与账号注销',
    'To hand out this export once, and to erase the account when its time has come.':
      '用来提供一次本次导出，并在到期时注销账号。',
    'An export for minutes; a deletion as long as backups might bring the account back.':
      '导出保存几分钟；注销记录保存到备份不再可能恢复该账号为止。',
    'A number without a name and three times stay, so that a restored backup can forget again.':
      '保留一个没有名字的编号和几个时间，以便恢复备份后能再次删除。',
    ['Your profile, so that others know whom they talk to, and your passwords (only as ' +
    'hashes), passkeys, recovery codes and devices, so that only you get in.']:
      '你的资料，让别人知道在和谁说话；密码（只存哈希）、通行密钥、恢复码和设备，确保只有你能登录。',
    ['As long as the account. Devices 400 days after their last use, wrong tries one day, ' +
    'old handles 30 days.']:
      '与账号同期。设备在最后一次使用后保存 400 天，错误尝试保存一天，旧账号名保留 30 天。',
    ['Everything is erased at once; a number without a name stays, so that the logs of ' +
    'others make sense, and the handle is kept from others for 30 days.']:
      '立即全部删除；只留下一个没有名字的编号，使别人的记录仍可理解，账号名 30 天内不会给别人使用。',
    'Entries stay for their two years and point to a number without a name.':
      '记录保留满两年，只指向一个没有名字的编号。',
    'Red packets': '红包',
    'To split what you put in, to give each their share once, and to show who got what.':
      '用来分配你放入的钱、让每人只领一份，并显示谁领了多少。',
    'As long as the account.': '与账号同期。',
    ['Open packets of yours end, and what is left goes to the city. Your greetings are deleted; ' +
    'those who gave to you or took from you keep the amounts without your name.']:
      '你未领完的红包立即结束，剩余的钱归城市所有。你的祝福语会被删除；发给你或领过你红包的人保留金额，但不含你的名字。',
    'Shared bills': '账单与收款',
    'To ask each for their part, to have it paid once, and to show who has paid.':
      '用来向每个人收取各自的份额、保证只付一次，并显示谁已付款。',
    ['Bills of yours are closed and lose their titles; what is asked of you is asked no more. ' +
    'Those with whom you shared bills keep the amounts without your name.']:
      '你发起的账单会关闭并删去标题；向你收取的份额不再收取。与你分摊账单的人保留金额，但不含你的名字。',
    'Top-ups and payouts': '充值与提现',
    'To bring your money in and out once, by voucher, cash desk or bank.':
      '用于通过充值券、服务柜台或银行，让你的钱只进出一次。',
    ['What is on its way out comes back, or is paid by the bank that has it already; then ' +
    'all of it is deleted. Entries of the bank stay without names.']:
      '尚未付出的钱会退回，已交给银行的由银行付出，随后记录全部删除。银行流水保留，但不含姓名。',
    'Who you are for shops': '你在商户应用中的身份',
    'So that each app of a shop knows you again, by a name that no other app has.':
      '让商户的每个应用能再次认出你，而每个应用看到的名称都不同。',
    'As long as the account; what shops were told of payments 30 days.':
      '与账号同期；发给商户的付款通知保存 30 天。',
    'Deleted: nobody can tell any more whose such a name was.':
      '删除：再没有人能知道那个名称属于谁。',
    Merchants: '商户',
    ['To show what you paid to merchants and were paid back, and to let you and those who ' +
    'work with you take money.']: '用于显示你向商户付过的钱和收到的退款，并让你和同事能够收款。',
    'As long as the account; the books of a merchant as long as the city keeps its books.':
      '与账号同期；商户的账目与本城账目同期保存。',
    ['You leave the merchants at which you work. One that you own goes to its longest ' +
    'manager; without one it is closed, and what it has left goes to the city. Merchants ' +
    'keep what was paid to them without your name.']:
      '你会离开你工作的商户。你名下的商户转给任职最久的店长；没有店长则关闭，余款归本城。' +
      '商户保留收款记录,但不再有你的名字。',
    'Family cards': '亲属卡',
    'To let people pay with your wallet within your caps, and to show both of you what for.':
      '让别人在你设定的限额内用你的钱包付款，并让双方看到用在了哪里。',
    'As long as the account of whoever gave the card.': '与赠卡人的账号同期。',
    ['Your cards end. What you gave is deleted with all that was paid by it; of cards that you ' +
    'held, their givers keep the payments without your name.']:
      '你的亲属卡全部终止。你赠出的卡及其付款记录会被删除；你用过的卡，赠卡人保留付款记录，但不含你的名字。',
    'Pay codes': '付款码',
    'To take each code once (only its hash is kept), and to count what a day may take.':
      '用来保证每个付款码只能用一次（只存哈希），并统计当天已用的额度。',
    'Codes for a day; devices until you switch them off or sign out there.':
      '付款码保存一天；设备保存到你关闭付款码或在该设备退出登录为止。',
    Money: '钱',
    ['To keep your money exact: your balance, your statement, your transfers, and the pay PIN ' +
    '(only as a hash) that says yes to them.']:
      '用来准确保管你的钱：余额、账单、转账，以及用来确认付款的支付密码（只存哈希）。',
    'As long as the account; answers to refused payments for 30 days.':
      '与账号同期；被拒绝付款的答复保存 30 天。',
    ['Spend your balance before: what is left goes to the city. Money on its way goes back. ' +
    'Your PIN, statement and notes are deleted; those you paid keep theirs without your name.']:
      '请先用完余额：剩余的钱归城市所有，途中的钱会退回。你的支付密码、账单和附言会被删除；收款人的账单保留，但不含你的名字。',
    'Proofs of the books': '账簿证明',
    'So that anybody can check that no entry of the books was changed afterwards.':
      '让任何人都能核实账簿里的每一笔事后没有被改动。',
    'For good: what was signed stays signed.': '永久保存：签过名的内容不再改变。',
    'Nothing: there is no personal data in them. Your receipts stay valid.':
      '无需处理：其中没有个人数据，你的回执依然有效。',
    'The books of the city': '城市的账簿',
    'To keep money from being lost, doubled or invented. The books hold no name.':
      '确保钱不会丢失、重复或凭空产生。账簿里没有姓名。',
    'For good: an entry is never changed or removed.': '永久保存：任何一笔都不会被更改或删除。',
    'Entries stay; the number of your account points to nobody any more.':
      '记录保留；你账户的编号不再指向任何人。',
    'Work in progress': '正在处理的事务',
    'So that what follows from a change happens even if the server stops in between.':
      '即使服务器中途停止，也能完成一次更改之后的后续工作。',
    'Until it is done, usually less than a second.': '直到处理完成，通常不到一秒。',
    'It is done, and then gone.': '处理完成后即消失。',
    Search: '搜索',
    'To find messages by their words.': '用来按内容找到消息。',
    'As long as the messages themselves.': '与消息本身同期。',
    'The index of your messages is made anew without them.': '索引会重新生成，不再包含你的消息。',
    'Notifications on your devices': '设备上的通知',
    'To call for you when the app is closed, where you asked for it.':
      '在你要求的设备上，应用关闭时也能提醒你。',
    'Until you switch it off or sign out there; places of messages for a day.':
      '直到你关闭通知或在该设备退出登录；消息的位置保留一天。',
    Moments: '朋友圈',
    'To show your posts to whom you want, and what friends left at them.':
      '用来把你的动态给你愿意的人看，并显示朋友的赞和评论。',
    'Until you delete it, or your account.': '直到你删除它，或注销账号。',
    'Deleted, with what others left at your posts and what you left at theirs.':
      '删除，连同别人在你动态下留下的内容，以及你在别人动态下留下的内容。',
    'Favourites and notes': '收藏和笔记',
    'To find again, on every device, what you wanted to keep.':
      '让你在每台设备上都能找到你收藏的内容。',
    'Until you remove it, or your account; a message that is taken back goes at once.':
      '直到你移除它或注销账号；被撤回的消息会立即消失。',
    'All of it is deleted, and what others kept of your messages too.':
      '全部删除，别人收藏的你的消息也会删除。',
    Calls: '通话',
    'To ring, to know who is in a call, and to write into the conversation that it was.':
      '用于响铃、显示谁在通话中，并在聊天里记下这次通话。',
    '30 days after the call; what was said in it is never kept.':
      '通话后 30 天；通话内容从不保存。',
    'The calls you made and your part in others are deleted.':
      '你发起的通话和你在他人通话中的记录都会被删除。',
    Stickers: '表情贴纸',
    'To have your own sets of stickers, and those that you collected, on every device.':
      '让你在每台设备上使用自己制作和收集的表情贴纸。',
    'Until you delete them, or your account.': '直到你删除它们或注销账号。',
    'Your sets are deleted for everybody; stickers that others sent stay in their words.':
      '你的贴纸会对所有人删除；别人已发送的贴纸留在他们的消息里。',
    'Reports and decisions': '举报与处理决定',
    'To act on what breaks the rules, to say why, and to let it be looked at again.':
      '用来处理违规内容、说明理由，并允许复核。',
    ['What was reported is kept for a year after the decision, also when the message ' +
    'itself was recalled or has disappeared; the decision until the account is deleted.']:
      '被举报的内容在决定后保存一年，即使消息已被撤回或已消失；决定保存到账号注销。',
    ['Your reports lose your name and your words; decisions about you lose your name and ' +
    'what was kept as evidence.']:
      '你的举报会去掉你的名字和文字；关于你的决定会去掉你的名字和留存的证据。',
    'To show what you uploaded to those whom you let see it.': '用来向你允许的人展示你上传的内容。',
    ['All of them are deleted; a file that others sent on stays in their messages, and ' +
    'says no longer that it was yours.']:
      '全部删除；别人转发过的文件留在他们的消息里，但不再显示属于你。',
    ['You leave every group, your messages, reactions and votes are removed from all ' +
    'conversations, and your list, drafts and reading positions are deleted.']:
      '你会退出所有群聊，你的消息、回应和投票会从所有聊天中移除，你的列表、草稿和阅读位置会被' +
      '删除。',
  },
};
