import type {
  CallId,
  CaseId,
  CommentId,
  ConversationId,
  FamilyCardId,
  FavouriteId,
  FileId,
  MerchantId,
  MoveId,
  OrderId,
  BillId,
  PacketId,
  PersonId,
  PostId,
  ReminderId,
  ScheduleId,
  SeatId,
  SessionId,
  StickerId,
  StickerPackId,
  TransferId,
} from '@plaza/base';
import { methods, type MethodInput, type MethodName } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestAuthenticator } from '../../packages/server/src/kernel/auth/testing-authenticator.ts';
import { befriend, device, incomingRequest, startCity, type TestCity } from './support/city.ts';
import { makePng, upload } from './support/files.ts';
import {
  byPin,
  createPin,
  currency,
  newKey,
  pay,
  paymentTo,
  statementOf,
  topUp,
} from './support/pay.ts';
import { askHold, openMerchant, payment, payoutTo, sale, takeOrder } from './support/merchants.ts';
import { giveCard } from './support/family.ts';
import { billOf, partOf, shareBill } from './support/bills.ts';
import { packetInto, sendPacket } from './support/packets.ts';
import type { TestPerson } from './support/person.ts';
import { createGroup, newClientId, noId, openDirect, say, send, text } from './support/talk.ts';
import { bring, takeFile } from './support/uploads.ts';

// A second person tries every method with the ids of the first person's things.

/** Ids of what Ana has; and once more of what nobody has. */
type Things = {
  personId: PersonId;
  sessionId: SessionId;
  fileId: FileId;
  conversationId: ConversationId;
  transferId: TransferId;
  packetId: PacketId;
  billId: BillId;
  cardId: FamilyCardId;
  merchantId: MerchantId;
  orderId: OrderId;
  onlyOrderId: OrderId;
  payoutId: MoveId;
  holdId: MoveId;
  requestId: string;
  passkeyId: string;
  challengeId: string;
  resetId: string;
  ticket: string;
  code: string;
  uploadId: string;
  archiveId: ConversationId;
  scheduleId: ScheduleId;
  reminderId: ReminderId;
  favouriteId: FavouriteId;
  packId: StickerPackId;
  stickerId: StickerId;
  caseId: CaseId;
  callId: CallId;
  seatId: SeatId;
  postId: PostId;
  commentId: CommentId;
  seq: number;
};
type Try = { [N in MethodName]: [N, MethodInput<N>, string] }[MethodName];

const arrival = { device, delivery: 'token' } as const;
const response = { id: 'AAAA' };

function tries(of: Things): Try[] {
  const { personId, sessionId, conversationId, requestId, challengeId, ticket, transferId } = of;
  const passkey = { kind: 'passkey', challengeId, response } as const;
  const payment = { key: newKey(), payeeId: personId, amountMinor: 1, currency, note: '' };
  const secret = 'a guess';
  const clientId = newClientId();
  const message = text('Hello');
  return [
    ['identity.setPhoto', { fileId: of.fileId }, 'file_unknown'],
    ['identity.revokeSession', { sessionId }, 'session_unknown'],
    ['identity.scanQrSignIn', { code: of.code }, 'ticket_unknown'],
    ['identity.answerQrSignIn', { ticket, allow: true }, 'ticket_unknown'],
    ['identity.pollQrSignIn', { ticket, secret, delivery: 'token' }, 'ticket_unknown'],
    ['identity.finishPasskeyAdd', { challengeId, response, name: 'X' }, 'challenge_expired'],
    ['identity.finishPasskeySignUp', { challengeId, response, ...arrival }, 'challenge_expired'],
    ['identity.finishPasskeySignIn', { challengeId, response, ...arrival }, 'challenge_expired'],
    ['identity.removePasskey', { passkeyId: of.passkeyId }, 'passkey_rejected'],
    ['identity.cancelReset', { resetId: of.resetId }, 'reset_unknown'],
    ['contacts.getPerson', { personId }, 'person_not_found'],
    ['contacts.sendRequest', { personId, reason: '', via: 'handle' }, 'person_not_found'],
    ['contacts.answerRequest', { requestId, accept: true }, 'request_unknown'],
    ['contacts.withdrawRequest', { requestId }, 'request_unknown'],
    ['contacts.update', { personId, starred: true }, 'not_contact'],
    ['contacts.remove', { personId }, 'not_contact'],
    ['chat.createGroup', { clientId, name: null, memberIds: [personId] }, 'not_contact'],
    ['chat.sendMessage', { conversationId, clientId, message }, 'conversation_unknown'],
    ['chat.markRead', { conversationId, seq: 1 }, 'conversation_unknown'],
    ['chat.setInbox', { conversationId, pinned: true }, 'conversation_unknown'],
    ['chat.saveDraft', { conversationId, text: 'X' }, 'conversation_unknown'],
    ['chat.clearHistory', { conversationId, seq: 1 }, 'conversation_unknown'],
    ['chat.type', { conversationId }, 'conversation_unknown'],
    ['chat.addMembers', { conversationId, memberIds: [personId] }, 'conversation_unknown'],
    ['chat.removeMember', { conversationId, memberId: personId }, 'conversation_unknown'],
    ['chat.leaveGroup', { conversationId }, 'conversation_unknown'],
    ['chat.renameGroup', { conversationId, name: 'X' }, 'conversation_unknown'],
    ['chat.listMembers', { conversationId }, 'conversation_unknown'],
    ['chat.getHead', { conversationId }, 'conversation_unknown'],
    ['chat.listEntries', { conversationId }, 'conversation_unknown'],
    ['pay.sendTransfer', { ...payment, approval: byPin() }, 'not_contact'],
    ['pay.sendTransfer', { ...payment, approval: passkey }, 'not_contact'],
    ['pay.acceptTransfer', { key: newKey(), transferId }, 'transfer_unknown'],
    ['pay.returnTransfer', { key: newKey(), transferId }, 'transfer_unknown'],
    ['pay.contactPayee', { transferId, text: 'Hello' }, 'transfer_unknown'],
    ['pay.cancelTransfer', { key: newKey(), transferId }, 'transfer_unknown'],
    ['proofs.getTransferReceipt', { transferId }, 'transfer_unknown'],
    ['codes.disable', { sessionId }, 'session_unknown'],
    ...packetTries(of),
    ...billTries(of),
    ...cardTries(of),
    ...merchantTries(of),
    ...messagingTries(of),
    ...momentsTries(of),
    ...callTries(of),
  ];
}

/** Red packets of a group that is another’s. */
function packetTries({ packetId, conversationId }: Things): Try[] {
  const into = packetInto(conversationId);
  return [
    ['packets.send', into, 'conversation_unknown'],
    ['packets.open', { packetId }, 'packet_unknown'],
    ['packets.getDetail', { packetId }, 'packet_unknown'],
  ];
}

/** A family card that Ana gave to Wei. */
function cardTries({ cardId, personId }: Things): Try[] {
  const [card, unknown] = [{ cardId }, 'card_unknown'];
  const caps = { paymentMinor: 1, dayMinor: 1, monthMinor: 1 };
  const terms = { name: 'X', caps, approval: byPin() };
  return [
    ['family.offer', { ...terms, key: newKey(), holderId: personId, currency }, 'not_contact'],
    ['family.answer', { ...card, accept: true }, unknown],
    ['family.change', { ...card, ...terms }, unknown],
    ['family.pause', card, unknown],
    ['family.resume', card, unknown],
    ['family.end', card, unknown],
    ['family.listPayments', card, unknown],
  ];
}

/** A bill in a group that is another’s. */
function billTries({ billId, conversationId, personId }: Things): Try[] {
  const unknown = 'bill_unknown';
  const parts = [{ personId, amountMinor: null }];
  return [
    ['bills.create', billOf(conversationId, [], { parts }), 'conversation_unknown'],
    ['bills.pay', partOf(billId, 5), unknown],
    ['bills.close', { billId }, unknown],
    ['bills.remind', { billId }, unknown],
    ['bills.markShare', { billId, personId, mark: 'cash' }, unknown],
    ['bills.getDetail', { billId }, unknown],
  ];
}

/** A merchant of another, their orders, and what is promised to them. */
function merchantTries(of: Things): Try[] {
  const { merchantId, orderId, payoutId, holdId, personId } = of;
  const [order, unknown] = [{ merchantId, orderId }, 'merchant_unknown'];
  const role = 'cashier' as const;
  const code = '131111111111111111';
  const money = { key: newKey(), merchantId, amountMinor: 5, currency, approval: byPin() };
  return [
    ['merchants.update', { merchantId, name: 'X', category: 'other' }, unknown],
    ['merchants.close', { merchantId }, unknown],
    ['merchants.reopen', { merchantId }, unknown],
    ['merchants.listStaff', { merchantId }, unknown],
    ['merchants.invite', { merchantId, personId, role }, unknown],
    ['merchants.answerInvite', { merchantId, accept: true }, 'invite_unknown'],
    ['merchants.setRole', { merchantId, personId, role }, unknown],
    ['merchants.removeStaff', { merchantId, personId }, unknown],
    ['merchants.openShift', { merchantId, currency }, unknown],
    ['merchants.closeShift', { merchantId, countedMinor: null, note: '' }, unknown],
    ['merchants.getShift', { merchantId }, unknown],
    ['merchants.listShifts', { merchantId }, unknown],
    ['merchants.getCode', { merchantId, currency, amountMinor: null, description: '' }, unknown],
    ['merchants.createOrder', sale(merchantId), unknown],
    ['merchants.charge', { ...sale(merchantId), code }, unknown],
    ['merchants.closeOrder', order, unknown],
    ['merchants.refund', { ...order, key: newKey(), amountMinor: 1, reason: '' }, unknown],
    ['merchants.getOrder', order, unknown],
    ['merchants.listOrders', { merchantId }, unknown],
    ['merchants.getBalances', { merchantId }, unknown],
    ['merchants.getDay', { merchantId, currency, day: '2026-11-23' }, unknown],
    ['merchants.listLines', { merchantId, currency }, unknown],
    ['merchants.payOut', { ...money, personId, mustAccept: false, note: '' }, unknown],
    ['merchants.withdraw', money, unknown],
    ['merchants.answerPayout', { payoutId, accept: true }, 'payout_unknown'],
    ['merchants.decline', order, 'order_unknown'],
    ['merchants.getHold', { merchantId, holdId }, 'hold_unknown'],
    ['merchants.allowHold', { ...holdOf(of), amountMinor: 1 }, 'hold_unknown'],
    // Only Wei may pay this one.
    ['merchants.pay', payment({ merchantId, orderId: of.onlyOrderId }), 'order_unknown'],
  ];
}

function holdOf({ merchantId, holdId }: Things) {
  return { key: newKey(), merchantId, holdId, approval: byPin() };
}

/** Posts of who is no friend, and files of theirs. */
function momentsTries(of: Things): Try[] {
  const { personId: authorId, postId, commentId, fileId, caseId } = of;
  const [post, unknown] = [{ authorId, postId }, 'post_unknown'];
  const audience = { kind: 'all' } as const;
  const facts = { thumbId: null, width: 1, height: 1, sizeBytes: 1, placeholder: '' };
  const attachment = { type: 'photos' as const, photos: [{ fileId, ...facts }] };
  const mine = { text: '', attachment, place: null, mentions: [], audience };
  const comment = { ...post, commentId: noId<CommentId>(), text: 'Hi', replyToId: null };
  const report = { caseId, category: 'spam', note: '' } as const;
  return [
    ['moments.createPost', { ...mine, postId: noId<PostId>() }, 'file_unknown'],
    ['moments.setSettings', { coverId: fileId }, 'file_unknown'],
    ['moments.deletePost', { postId }, unknown],
    ['moments.setAudience', { postId, audience }, unknown],
    ['moments.getPost', post, unknown],
    ['moments.like', post, unknown],
    ['moments.unlike', post, unknown],
    ['moments.comment', comment, unknown],
    ['moments.deleteComment', { ...post, commentId }, 'comment_unknown'],
    ['trust.report', { ...report, subject: { kind: 'post', ...post } }, 'subject_unknown'],
  ];
}

/** A call that somebody else is in. */
function callTries({ callId, seatId, personId, conversationId }: Things): Try[] {
  const [seat, unknown] = [{ callId, seatId }, 'call_unknown'];
  const order = { callId: noId<CallId>(), seatId, conversationId, invite: [personId] };
  const signal = { to: { personId, seatId }, signals: [{ kind: 'hello' as const }] };
  return [
    ['calls.start', { ...order, media: 'voice' }, 'conversation_unknown'],
    ['calls.find', { conversationId }, 'conversation_unknown'],
    ['calls.answer', seat, unknown],
    ['calls.decline', { callId }, unknown],
    ['calls.leave', seat, unknown],
    ['calls.invite', { callId, people: [personId] }, unknown],
    ['calls.keepAlive', seat, unknown],
    ['calls.signal', { ...seat, ...signal }, unknown],
    ['calls.getRelays', { callId }, unknown],
  ];
}

/** What came with whole messaging. */
function messagingTries(of: Things): Try[] {
  const { personId, conversationId, seq, packId } = of;
  const [group, message] = [{ conversationId }, { conversationId, seq }];
  const [clientId, unknown] = [newClientId(), 'conversation_unknown'];
  const item = { author: 'Eve', text: 'Hi', sentAt: later };
  const person = { ...group, memberId: personId };
  const onward = { ...group, clientId, seqs: [seq], to: [noId<ConversationId>()] };
  const subject = { kind: 'message', ...message } as const;
  const report = { caseId: of.caseId, category: 'spam', note: '' } as const;
  return [
    ['chat.recallMessage', message, unknown],
    ['chat.editMessage', { ...message, text: 'X', clientId }, unknown],
    ['chat.listEdits', message, unknown],
    ['chat.setReaction', { ...message, emoji: '👍' }, unknown],
    ['chat.listReactions', { ...message, emoji: '👍' }, unknown],
    ['chat.votePoll', { ...message, options: [0] }, unknown],
    ['chat.getMyVote', message, unknown],
    ['chat.closePoll', message, unknown],
    ['chat.hideMessages', { ...group, seqs: [seq] }, unknown],
    ['chat.getEntries', { ...group, seqs: [seq] }, unknown],
    ['chat.forwardMessages', { ...onward, mode: 'single' }, unknown],
    ['chat.forwardMessages', { ...onward, mode: 'merged' }, unknown],
    ['chat.dissolveGroup', group, unknown],
    ['chat.setAdmins', { ...group, adminIds: [personId] }, unknown],
    ['chat.transferOwnership', person, unknown],
    ['chat.setGroup', { ...group, muteAll: true }, unknown],
    ['chat.setTimer', { ...group, seconds: 3_600 }, unknown],
    ['chat.setNickname', { ...group, nickname: 'X' }, unknown],
    ['chat.getMembers', { ...group, memberIds: [personId] }, unknown],
    ['chat.announce', { ...group, text: 'X' }, unknown],
    ['chat.readAnnouncement', message, unknown],
    ['chat.listAnnouncementReads', group, unknown],
    ['chat.makeJoinLink', group, unknown],
    ['chat.revokeJoinLinks', group, unknown],
    ['chat.acceptInvite', { ...group, inviteId: noId() }, 'invite_unknown'],
    ['chat.listJoinRequests', group, unknown],
    ['chat.decideJoin', { ...group, personId, accept: true }, unknown],
    [
      'chat.scheduleMessage',
      { ...group, scheduleId: of.scheduleId, message: text('X'), sendAt: later },
      unknown,
    ],
    ['chat.cancelSchedule', { scheduleId: of.scheduleId }, 'schedule_unknown'],
    [
      'chat.setReminder',
      { ...message, reminderId: of.reminderId, remindAt: later, note: '' },
      unknown,
    ],
    ['chat.removeReminder', { reminderId: of.reminderId }, 'reminder_unknown'],
    ['chat.addImported', { conversationId: of.archiveId, from: 0, items: [item] }, unknown],
    ['chat.deleteImport', { conversationId: of.archiveId }, unknown],
    ['chat.exportConversation', group, unknown],
    ['media.takeUpload', { uploadId: of.uploadId, as: 'image' }, 'upload_unknown'],
    [
      'stickers.addSticker',
      { packId, stickerId: noId(), fileId: of.fileId, alt: 'X' },
      'file_unknown',
    ],
    ['stickers.removeSticker', { packId, stickerId: of.stickerId }, 'pack_unknown'],
    ['stickers.removePack', { packId }, 'pack_unknown'],
    ['favourites.keepMessage', { ...message, favouriteId: of.favouriteId, tags: [] }, unknown],
    ['favourites.setTags', { favouriteId: of.favouriteId, tags: ['X'] }, 'favourite_unknown'],
    ['favourites.remove', { favouriteId: of.favouriteId }, 'favourite_unknown'],
    ['search.messages', { ...group, query: 'nobody' }, unknown],
    ['trust.report', { ...report, subject }, 'subject_unknown'],
    ['trust.report', { ...report, subject: { kind: 'group', conversationId } }, 'subject_unknown'],
    ['trust.appeal', { caseId: of.caseId, text: 'X' }, 'case_unknown'],
  ];
}

const later = new Date(Date.now() + 3_600_000).toISOString();

/** Methods that name nothing of another person, or, like a block, do nothing to what they name. */
const harmless: readonly MethodName[] = [
  ...(['checkHandle', 'signUp', 'beginPasskeySignUp', 'signIn', 'beginPasskeySignIn'] as const),
  ...(['beginQrSignIn', 'recoverWithCode', 'finishReset', 'listDemoPeople'] as const),
  ...(['getMe', 'updateProfile', 'changeHandle', 'listSessions', 'signOut'] as const),
  ...(['revokeOtherSessions', 'changePassword', 'renewRecoveryCodes', 'listPasskeys'] as const),
  ...(['beginPasskeyAdd', 'listResets', 'beginOwnReset', 'signInDemo'] as const),
].map((verb) => `identity.${verb}` as const);
const alsoHarmless: readonly MethodName[] = [
  ...(['findByHandle', 'findByCode', 'getMyCode', 'renewMyCode', 'list', 'block'] as const),
  ...(['listRequests', 'unblock', 'setPrivacy', 'getPrivacy'] as const),
].map((verb) => `contacts.${verb}` as const);
const harmlessOfMoney: readonly MethodName[] = [
  ...(['getWallet', 'listWaiting', 'listStatement', 'sumStatement', 'getApproval'] as const),
  'createPin' as const,
  ...(['changePin', 'beginPinReset', 'cancelPinReset', 'finishPinReset'] as const),
  'beginPasskeyApproval' as const,
].map((verb) => `pay.${verb}` as const);
/** A challenge moves nothing; what may be seen of packets is asked below. */
const harmlessOfPackets: readonly MethodName[] = [
  ...(['packets.getRules', 'packets.getPackets', 'packets.beginPasskeyApproval'] as const),
  ...(['bills.getBills', 'bills.listOpen', 'bills.beginPasskeyApproval'] as const),
];
/** One's own cards; a challenge moves nothing. */
const harmlessOfCards = (['getRules', 'listCards', 'beginPasskeyApproval'] as const).map(
  (verb) => `family.${verb}` as const,
);
/** One's own device and codes, whoever else has some. */
const harmlessOfCodes = (
  ['getState', 'beginPasskeyApproval', 'enable', 'pause', 'issue'] as const
).map((verb) => `codes.${verb}` as const);
/** What everybody may do at a merchant; what is seen there is asked of its own tests. */
const harmlessOfMerchants = (
  [
    ...(['open', 'listMine', 'look', 'beginPasskeyApproval', 'beginPayoutApproval'] as const),
    ...(['listAsking', 'listPayouts', 'getReceipts'] as const),
  ] as const
).map((verb) => `merchants.${verb}` as const);
const harmlessOfMessaging: readonly MethodName[] = [
  ...(['chat.setPreferences', 'chat.listSchedules', 'chat.listReminders'] as const),
  ...([
    'chat.beginImport',
    'favourites.list',
    'stickers.listPacks',
    'search.groups',
    'search.people',
  ] as const),
  ...(['trust.listMyReports', 'trust.listMyStatements'] as const),
  ...(['calls.list', 'calls.getSettings', 'calls.setSettings'] as const),
  ...(['moments.listFeed', 'moments.listNotices', 'moments.markNoticesRead'] as const),
  ...(['moments.getSettings', 'moments.search'] as const),
];
/** What depends on another person otherwise, each with a test of its own. */
const elsewhere: readonly MethodName[] = [
  ...(['chat.openDirect', 'chat.listHeads', 'pay.getTransfers'] as const),
  // They leave out what may not be seen.
  ...(['moments.getPosts', 'moments.listAlbum'] as const),
  // What anybody may see; and one's own statement, by its numbers.
  ...(['proofs.getKey', 'proofs.listHeads', 'proofs.getHead', 'proofs.getReceipt'] as const),
  // Whoever has the secret of a link, or of a place, comes in by it.
  ...(['chat.lookAtJoinLink', 'chat.joinByLink', 'chat.meetFaceToFace'] as const),
  // Sets of stickers are shared by their id; under a new id one makes something of one's own.
  ...(['stickers.getPack', 'stickers.collectPack', 'stickers.exportPack'] as const),
  ...(['stickers.savePack', 'favourites.writeNote'] as const),
];
/** What a shop's back end is given is tried with another's shop in `payv3`. */
const triedInPayv3: readonly MethodName[] = [
  ...(['getAccess', 'setAccess', 'addKey', 'endKey', 'renewSecret', 'addApp'] as const),
  ...(['listNotices', 'getNotice', 'redeliver', 'checkCallback'] as const),
  ...(['getOpenid', 'openPayment'] as const),
].map((verb) => `payv3.${verb}` as const);
/** Ways of one's own in and out, and a desk where nobody of these works; payouts are in `rails`. */
const harmlessOfRails: readonly MethodName[] = [
  ...(['getWays', 'redeemVoucher', 'topUpSimulated', 'beginPasskeyApproval'] as const),
  ...(['requestPayout', 'cancelPayout', 'listPayouts'] as const),
  ...(['takeCash', 'payCash', 'getDrawer', 'countDrawer'] as const),
  ...(['setClerk', 'listClerks', 'printVouchers', 'listVouchers', 'voidVouchers'] as const),
  ...(['importBankFile', 'listEntries', 'settleEntry'] as const),
  ...(['listOpenPayouts', 'exportPayouts', 'returnPayout'] as const),
].map((verb) => `rails.${verb}` as const);
/** What the operator does to people’s money: no resident gets as far as a name. */
const operated: readonly MethodName[] = [
  ...(['topUp', 'freezeWallet', 'unfreezeWallet', 'getPersonWallets', 'getBooks'] as const),
  ...(['getStanding', 'setStanding', 'getReconciliation', 'getReserve', 'getLimits'] as const),
].map((verb) => `pay.${verb}` as const);
const judged: readonly MethodName[] = [
  ...(['trust.listCases', 'trust.decideCase', 'trust.decideAppeal'] as const),
];

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
let eve: TestPerson;
let things: Things;
beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
  eve = await city.signUp('Eve');
  things = await gather();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

async function addPasskey(person: TestPerson): Promise<string> {
  const key = createTestAuthenticator({ origin: city.composed.opened.url });
  const { challengeId, options } = await person.must('identity.beginPasskeyAdd', {});
  const added = { challengeId, response: key.create(options), name: 'Key' };
  return (await person.must('identity.finishPasskeyAdd', added)).passkey.passkeyId;
}

/** What only Ana sees: plans, favourites, stickers, reports, and what she carried in. */
async function gatherOwn(message: { conversationId: ConversationId; seq: number }) {
  const { conversationId } = message;
  const [scheduleId, reminderId] = [noId<ScheduleId>(), noId<ReminderId>()];
  const planned = { scheduleId, conversationId, message: text('Later'), sendAt: later };
  await ana.must('chat.scheduleMessage', planned);
  await ana.must('chat.setReminder', { ...message, reminderId, remindAt: later, note: 'Mine' });
  const favouriteId = noId<FavouriteId>();
  await ana.must('favourites.keepMessage', { ...message, favouriteId, tags: ['mine'] });
  const [packId, stickerId] = [noId<StickerPackId>(), noId<StickerId>()];
  await ana.must('stickers.savePack', { packId, title: 'Cats' });
  const { fileId } = await takeFile(ana, makePng());
  await ana.must('stickers.addSticker', { packId, stickerId, fileId, alt: 'a cat' });
  const caseId = noId<CaseId>();
  const subject = { kind: 'person', personId: wei.me.personId } as const;
  await ana.must('trust.report', { caseId, subject, category: 'other', note: 'Mine' });
  const source = { clientId: newClientId(), name: 'Old', source: 'telegram' } as const;
  const { head } = await ana.must('chat.beginImport', source);
  const archiveId = head.conversation.conversationId;
  const [postId, commentId] = [noId<PostId>(), noId<CommentId>()];
  const post = { text: 'Mine', attachment: null, place: null, mentions: [] };
  await ana.must('moments.createPost', { ...post, postId, audience: { kind: 'all' } });
  const at = { authorId: ana.me.personId, postId };
  await ana.must('moments.comment', { ...at, commentId, text: 'Mine', replyToId: null });
  const uploadId = await bring(ana, makePng());
  const call = { callId: noId<CallId>(), seatId: noId<SeatId>() };
  const invite = [wei.me.personId];
  await ana.must('calls.start', { ...call, conversationId, media: 'voice', invite });
  await city.settle();
  return {
    ...call,
    scheduleId,
    reminderId,
    favouriteId,
    packId,
    stickerId,
    caseId,
    archiveId,
    uploadId,
    ...{ postId, commentId },
  };
}

/** A merchant of Ana's, with an order, and what it promised to Wei. */
async function gatherShop() {
  const merchantId = await openMerchant(ana);
  const { orderId } = await takeOrder(ana, merchantId);
  const { core } = city.composed.modules.merchants;
  const only = await core.orders.create(merchantId, {
    ...{ outTradeNo: newKey(), channel: 'jsapi', amountMinor: 1_000, currency, description: '' },
    ...{ expiresAt: null, onlyPayerId: wei.me.personId, actorId: null, attrs: {} },
  });
  if (!only.ok) throw new Error(only.reason);
  const holdId = await askHold(city, merchantId, { onlyPayerId: wei.me.personId });
  await ana.must('merchants.pay', payment({ merchantId, orderId: null }, { amountMinor: 300 }));
  const waits = payoutTo(merchantId, wei, { amountMinor: 100, mustAccept: true });
  const { payoutId } = (await ana.must('merchants.payOut', waits)).payout;
  return { merchantId, orderId, onlyOrderId: only.value.orderId, holdId, payoutId };
}

/** Gives Ana one of everything that has an id. */
async function gather(): Promise<Things> {
  const asker = await city.signUp('Otto');
  const { personId } = ana.me;
  await asker.must('contacts.sendRequest', { personId, reason: '', via: 'handle' });
  await city.settle();
  const requestId = await incomingRequest(ana, asker);
  await ana.must('contacts.setPrivacy', { findableByHandle: false, findableByCode: false });
  const conversationId = await createGroup(ana, [wei], 'Secret plans');
  const seq = await send(ana, conversationId, {
    type: 'poll',
    ...{ question: 'Nobody may read this', options: ['A', 'B'] },
    ...{ multiple: false, anonymous: false },
  });
  const { qrText, ticket } = await city.stranger.must('identity.beginQrSignIn', { device });
  const code = new URL(qrText).hash.slice(1);
  await ana.must('identity.scanQrSignIn', { code });
  const { reset } = await ana.must('identity.beginOwnReset', {});
  await createPin(ana);
  await topUp(await city.operator(), ana, 1_000);
  const { transferId } = await pay(ana, wei, 100, 'Nobody may take this');
  const { packetId } = await sendPacket(ana, conversationId, { amountMinor: 100, count: 2 });
  const { billId } = await shareBill(ana, conversationId, [wei], { kind: 'collect' });
  const { cardId } = await giveCard(ana, wei);
  return {
    ...(await gatherShop()),
    ...{ packetId, cardId, billId },
    ...{ transferId, seq, ...(await gatherOwn({ conversationId, seq })) },
    ...{ personId, conversationId, requestId, code, ticket, resetId: reset.resetId },
    sessionId: ana.sessionId,
    fileId: (await upload(ana, makePng())).fileId,
    passkeyId: await addPasskey(ana),
    challengeId: (await ana.must('identity.beginPasskeyAdd', {})).challengeId,
  };
}

/** The same places filled with ids that nothing has. */
function nothing(): Things {
  return {
    ...{ personId: noId(), sessionId: noId(), fileId: noId(), conversationId: noId() },
    transferId: noId(),
    ...{ packetId: noId(), cardId: noId(), billId: noId() },
    ...{ merchantId: noId(), orderId: noId(), onlyOrderId: noId(), payoutId: noId() },
    holdId: noId(),
    ...{ requestId: noId<string>(), passkeyId: 'AAAA', challengeId: noId<string>() },
    ...{ resetId: noId<string>(), ticket: noId<string>(), code: 'AAAA' },
    ...{ uploadId: noId<string>(), archiveId: noId(), scheduleId: noId(), reminderId: noId() },
    ...{ favouriteId: noId(), packId: noId(), stickerId: noId(), caseId: noId(), seq: 3 },
    ...{ callId: noId(), seatId: noId(), postId: noId(), commentId: noId() },
  };
}

/** Everything that Ana can see of her own. */
async function stateOf(person: TestPerson, conversationId: ConversationId) {
  await city.settle();
  const { contacts, requests, me, privacy } = await person.must('sync.snapshot', {});
  const { watermark: _, ...list } = await person.must('chat.listHeads', {});
  return {
    ...{ contacts, requests, me, privacy, list },
    sessions: (await person.must('identity.listSessions', {})).sessions,
    passkeys: await person.must('identity.listPasskeys', {}),
    resets: await person.must('identity.listResets', {}),
    entries: await person.must('chat.listEntries', { conversationId }),
    members: await person.must('chat.listMembers', { conversationId }),
    wallet: await person.must('pay.getWallet', {}),
    waiting: await person.must('pay.listWaiting', {}),
    plans: await person.must('chat.listSchedules', {}),
    reminders: await person.must('chat.listReminders', {}),
    favourites: await person.must('favourites.list', {}),
    stickers: await person.must('stickers.listPacks', {}),
    reports: await person.must('trust.listMyReports', {}),
    statements: await person.must('trust.listMyStatements', {}),
    statement: await statementOf(person),
    merchants: await person.must('merchants.listMine', {}),
    payouts: await person.must('merchants.listPayouts', {}),
    cards: await person.must('family.listCards', {}),
  };
}

/** Somebody whom Ana does not know, with a conversation of their own. */
async function withFriend() {
  const [kim, friend] = await city.contacts('Kim', 'Friend');
  return { kim, conversationId: await openDirect(kim, friend) };
}

describe('the table of tries', () => {
  it('has every method that names a thing', () => {
    const covered = new Set<string>([
      ...tries(nothing()).map(([name]) => name),
      ...[...harmless, ...alsoHarmless, ...harmlessOfMoney, ...harmlessOfMessaging],
      ...harmlessOfPackets,
      ...harmlessOfRails,
      ...harmlessOfCodes,
      ...harmlessOfCards,
      ...harmlessOfMerchants,
      ...triedInPayv3,
      ...[...elsewhere, ...operated, ...judged],
    ]);
    const rest = methods.filter(({ name }) => !covered.has(name));
    // Own log, own devices, own data, and what needs a role that strangers lack: see the sweep.
    const features = new Set(rest.map(({ name }) => name.split('.')[0]));
    expect(features).toEqual(new Set(['operator', 'push', 'rights', 'sync']));
  });
});

describe('a stranger with the ids of another person’s things', () => {
  it('gets the same refusal as for things that do not exist, and changes nothing', async () => {
    const before = await stateOf(ana, things.conversationId);
    const [real, made] = [tries(things), tries(nothing())];
    for (const [index, [method, input, refusal]] of real.entries()) {
      const answer = await eve.send(method, input);
      expect([method, (answer.body as { error: string }).error]).toEqual([method, refusal]);
      const other = await eve.send(method, made[index]?.[1]);
      expect([method, answer]).toEqual([method, other]);
    }
    expect(await stateOf(ana, things.conversationId)).toEqual(before);
  });

  it('gets none of the transfers that others made', async () => {
    const transferIds = [things.transferId, noId<TransferId>()];
    expect((await eve.must('pay.getTransfers', { transferIds })).transfers).toEqual([]);
    expect((await ana.must('pay.getTransfers', { transferIds })).transfers).toHaveLength(1);
    const packetIds = [things.packetId, noId<PacketId>()];
    expect((await eve.must('packets.getPackets', { packetIds })).packets).toEqual([]);
    expect((await wei.must('packets.getPackets', { packetIds })).packets).toHaveLength(1);
    const billIds = [things.billId, noId<BillId>()];
    expect((await eve.must('bills.getBills', { billIds })).bills).toEqual([]);
    expect((await wei.must('bills.getBills', { billIds })).bills).toHaveLength(1);
    const paid = paymentTo(eve, 1, { payeeId: things.personId });
    expect(await eve.refused('pay.sendTransfer', paid)).toBe('not_contact');
  });

  it('changes nothing of another’s under the same ids in a place of one’s own', async () => {
    const before = await stateOf(ana, things.conversationId);
    const { kim, conversationId } = await withFriend();
    const { scheduleId, reminderId, favouriteId } = things;
    const seq = await say(kim, conversationId, 'Mine');
    const plan = { scheduleId, conversationId, message: text('Mine'), sendAt: later };
    await kim.call('chat.scheduleMessage', plan);
    const reminder = { reminderId, conversationId, seq, remindAt: later, note: '' };
    await kim.call('chat.setReminder', reminder);
    await kim.call('favourites.keepMessage', { favouriteId, conversationId, seq, tags: [] });
    await kim.call('favourites.writeNote', { favouriteId, note: 'Mine', tags: [] });
    await kim.call('chat.cancelSchedule', { scheduleId });
    await kim.call('chat.removeReminder', { reminderId });
    await kim.call('favourites.remove', { favouriteId });
    expect(await stateOf(ana, things.conversationId)).toEqual(before);
  });

  it('gets no post in a list', async () => {
    const { personId, postId } = things;
    const posts = [{ authorId: personId, postId }];
    expect((await eve.must('moments.getPosts', { posts })).posts).toEqual([]);
    const album = await eve.must('moments.listAlbum', { personId });
    expect(album).toMatchObject({ posts: [], window: null, coverId: null });
    expect((await eve.must('moments.listFeed', {})).posts).toEqual([]);
    expect((await wei.must('moments.getPosts', { posts })).posts).toHaveLength(1);
  });

  it('gets no conversation opened, and no list that shows one', async () => {
    const { personId } = things;
    expect(await eve.refused('chat.openDirect', { personId })).toBe('not_contact');
    expect((await eve.must('chat.listHeads', {})).heads).toEqual([]);
  });

  it('gets nothing by a block but the card, and Ana keeps what she has', async () => {
    const before = await stateOf(ana, things.conversationId);
    const { personId } = things;
    const { contact } = await eve.must('contacts.block', { personId });
    expect(contact).toMatchObject({ listed: false, person: ana.card, remark: null });
    await eve.must('contacts.unblock', { personId });
    expect(await stateOf(ana, things.conversationId)).toEqual(before);
  });
});

describe('a contact', () => {
  it('gets into no conversation without being in it', async () => {
    const kim = await city.signUp('Kim');
    await befriend(wei, kim, city.settle);
    const direct = await openDirect(ana, wei);
    await say(ana, direct, 'Between us');
    for (const conversationId of [things.conversationId, direct]) {
      for (const [method, input, refusal] of tries({ ...things, conversationId })) {
        if (refusal !== 'conversation_unknown') continue;
        const { body } = await kim.send(method, input);
        expect([method, body]).toMatchObject([method, { error: 'conversation_unknown' }]);
      }
    }
  });
});
