export {
  api,
  eventList,
  events,
  methods,
  type Api,
  type EventName,
  type EventPayload,
  type MethodInput,
  type MethodName,
  type MethodOf,
  type MethodOutput,
  type MethodRefusal,
  type PersonalEventName,
} from './api.ts';
export {
  keepAliveSeconds,
  lapseSeconds,
  maxCallPeople,
  maxSignals,
  maxTypedLength,
  relaySeconds,
  ringSeconds,
  type Call,
  type CallMedia,
  type CallOutcome,
  type CallParty,
  type CallSettings,
  type CallSignal,
  type PartyState,
  type Relays,
} from './calls/index.ts';
export * from './chat/index.ts';
export type { Contact, ContactPrivacy, ContactRequest } from './contacts/index.ts';
export type { Channel, EventSpec, PayloadOf } from './event.ts';
export { maxFavourites, type Favourite } from './favourites/index.ts';
export * from './frames.ts';
export type { Me, Passkey, Reset, Session, SignedIn } from './identity/index.ts';
export { dailyUploadBytes, newcomerUploadBytes, type Media } from './media/index.ts';
export {
  dynamicCodeHours,
  mayAtMerchant,
  maxHoldDays,
  maxMerchants,
  maxOrderDays,
  maxRefunds,
  maxStaff,
  merchantActions,
  merchantPermissions,
  payoutHours,
  refundDays,
  staticCodeDayMajor,
  type CodeTexts,
  type Hold,
  type MerchantAction,
  type MerchantCard,
  type MerchantCategory,
  type MerchantDay,
  type MerchantLine,
  type MerchantLineKind,
  type MerchantOrder,
  type MerchantPayout,
  type MerchantRefund,
  type MerchantRole,
  type OrderChannel,
  type OrderReceipt,
  type OrderState,
  type OwnMerchant,
  type Payable,
  type Shift,
  type StaffMember,
} from './merchants/index.ts';
export type { Auth, InputOf, Limit, Method, OutputOf, Rate, RefusalOf } from './method.ts';
export {
  maxMomentCommentLength,
  maxMomentComments,
  maxMomentMentions,
  maxMomentPhotos,
  maxMomentTextLength,
  maxMomentVideoMs,
  momentsPage,
  momentsShown,
  type Moment,
  type MomentAttachment,
  type MomentAudience,
  type MomentComment,
  type MomentPhoto,
  type MomentPlace,
  type MomentsNotice,
  type MomentsSettings,
  type PostRef,
} from './moments/index.ts';
export type { AuditEntry, Health, OperatedPerson } from './operator/index.ts';
export {
  billDays,
  maxBillTitleLength,
  maxCollectPeople,
  maxOpenBills,
  maxSplitPeople,
  reminderHours,
  type Bill,
  type BillDetail,
  type BillKind,
  type BillPayment,
  type BillShare,
  type BillState,
  type OwnShare,
  type ShareMark,
  type ShareState,
} from './bills/index.ts';
export {
  familyOfferDays,
  familyShownDays,
  maxFamilyCards,
  type FamilyCaps,
  type FamilyCard,
  type FamilyCardState,
  type FamilyPayment,
  type FamilyRule,
} from './family/index.ts';
export {
  maxGreetingLength,
  maxPacketShares,
  packetHours,
  type Packet,
  type PacketDetail,
  type PacketKind,
  type PacketRule,
  type PacketShare,
  type PacketState,
  type PacketTaker,
} from './packets/index.ts';
export {
  payCodeGraceSeconds,
  payCodesAtOnce,
  payCodeSeconds,
  type CodeCap,
  type CodeDevice,
  type CodeState,
  type CodeUse,
  type ShownCode,
} from './codes/index.ts';
export {
  acceptanceHours,
  contactHours,
  currencyKinds,
  limitNames,
  maxContactLength,
  maxNoteLength,
  statementPage,
  type Allowance,
  type CashOut,
  type CurrencyKind,
  type LimitName,
  type PayLimit,
  type ReconciliationCheck,
  type Reserve,
  type Standing,
  type Approval,
  type ApprovalMeans,
  type Arrival,
  type BookEntry,
  type Money,
  type StatementLine,
  type Transfer,
  type TransferState,
  type Wallet,
} from './pay/index.ts';
export {
  maxApiKeys,
  maxApps,
  type ApiAccess,
  type ApiKey,
  type CallbackFinding,
  type Notice,
  type NoticeAttempt,
  type ShopApp,
} from './payv3/index.ts';
export type { ProofReceipt } from './proofs/index.ts';
export { handlePattern, type PersonCard } from './people.ts';
export {
  maxPushBytes,
  pushLevels,
  pushOutcomes,
  type PushDevice,
  type PushLevel,
} from './push/index.ts';
export type { PushContent } from './push/content.ts';
export { commonRefusals, refusals, type CommonRefusal, type RefusalName } from './refusals.ts';
export {
  maxBankFileLength,
  maxVouchersAtOnce,
  type BankEntry,
  type BankImport,
  type BankTopUp,
  type Drawer,
  type DrawerClosing,
  type Payout,
  type PayoutState,
  type RailWay,
  type RailWays,
  type VoucherBatch,
} from './rails/index.ts';
export type { Holding } from './rights/index.ts';
export { searchKinds, type SearchHit } from './search/index.ts';
export { maxPacks, maxStickersInPack, type Sticker, type StickerPack } from './stickers/index.ts';
export type { PersonalEvent } from './sync/index.ts';
export {
  measures,
  reportCategories,
  type Receipt,
  type ReportSubject,
  type Statement,
  type TrustCase,
} from './trust/index.ts';
