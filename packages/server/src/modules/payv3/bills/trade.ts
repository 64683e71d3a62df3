import { formatMinor } from '@plaza/base';
import { billTime } from '../wire/times.ts';
import { writeBill } from './csv.ts';

/** Everything of a day, only what was paid, or only what was given back. */
export type TradeBillKind = 'ALL' | 'SUCCESS' | 'REFUND';

type Common = {
  at: Date;
  appid: string;
  deviceInfo: string;
  transactionId: string;
  outTradeNo: string;
  openid: string;
  tradeType: string;
  description: string;
  attach: string;
};
export type PaidRow = Common & { kind: 'paid'; amountMinor: number; feeMinor: number };
export type RefundRow = Common & {
  kind: 'refund';
  askedAt: Date;
  /** The order was taken back as a whole by the till. */
  isReversal: boolean;
  refundId: string;
  outRefundNo: string;
  amountMinor: number;
};
export type TradeRow = PaidRow | RefundRow;
export type BillFacts = { mchid: string; currency: string; scale: number };

const head = [
  ...['交易时间', '公众账号ID', '商户号', '特约商户号', '设备号', '微信订单号', '商户订单号'],
  ...['用户标识', '交易类型', '交易状态', '付款银行', '货币种类', '应结订单金额', '代金券金额'],
];
const refundTitles = [
  ...['微信退款单号', '商户退款单号', '退款金额', '充值券退款金额', '退款类型', '退款状态'],
];
const tail = ['商品名称', '商户数据包', '手续费', '费率', '订单金额'];
const titles: Record<TradeBillKind, readonly string[]> = {
  ALL: [...head, ...refundTitles, ...tail, '申请退款金额', '费率备注'],
  SUCCESS: [...head, ...tail, '费率备注'],
  REFUND: [
    ...[...head, '退款申请时间', '退款成功时间', ...refundTitles],
    ...[...tail, '申请退款金额', '费率备注'],
  ],
};
const sumTitles = [
  ...['总交易单数', '应结订单总金额', '退款总金额', '充值券退款总金额', '手续费总金额'],
  ...['订单总金额', '申请退款总金额'],
];

/** In this city there is no bank behind a payment: it comes from what the person has here. */
const bank = 'OTHERS';

function stateOf(row: TradeRow): string {
  if (row.kind === 'paid') return 'SUCCESS';
  return row.isReversal ? 'REVOKED' : 'REFUND';
}

function valuesOf(row: TradeRow, kind: TradeBillKind, facts: BillFacts): string[] {
  const money = (amountMinor: number) => formatMinor(amountMinor, facts.scale);
  const isPaid = row.kind === 'paid';
  const first = [
    ...[billTime(row.at), row.appid, facts.mchid, '0', row.deviceInfo, row.transactionId],
    ...[row.outTradeNo, row.openid, row.tradeType, stateOf(row), bank, facts.currency],
    ...[money(isPaid ? row.amountMinor : 0), money(0)],
  ];
  const times = isPaid ? [] : [billTime(row.askedAt), billTime(row.at)];
  const refund = isPaid
    ? ['0', '0', money(0), money(0), '', '']
    : [row.refundId, row.outRefundNo, money(row.amountMinor), money(0), 'ORIGINAL', 'SUCCESS'];
  const last = [
    ...[row.description, row.attach, money(isPaid ? row.feeMinor : 0), rateOf(row)],
    money(isPaid ? row.amountMinor : 0),
  ];
  const asked = money(isPaid ? 0 : row.amountMinor);
  if (kind === 'SUCCESS') return [...first, ...last, ''];
  if (kind === 'REFUND') return [...first, ...times, ...refund, ...last, asked, ''];
  return [...first, ...refund, ...last, asked, ''];
}

/** The share of the fee, in hundredths of a percent at most. */
function rateOf(row: TradeRow): string {
  const rate = row.kind === 'paid' ? (row.feeMinor / row.amountMinor) * 100 : 0;
  return `${rate.toFixed(2)}%`;
}

/** Writes the bill of a day; its sums are those of its rows. */
export function writeTradeBill(
  rows: readonly TradeRow[],
  kind: TradeBillKind,
  facts: BillFacts,
): Buffer {
  const wanted = kind === 'ALL' ? null : kind === 'SUCCESS' ? 'paid' : 'refund';
  const listed = rows.filter((row) => wanted === null || row.kind === wanted);
  const paid = listed.filter((row) => row.kind === 'paid');
  const refunds = listed.filter((row) => row.kind === 'refund');
  const sum = (numbers: number[]) =>
    formatMinor(
      numbers.reduce((total, each) => total + each, 0),
      facts.scale,
    );
  const paidSum = sum(paid.map(({ amountMinor }) => amountMinor));
  const refundSum = sum(refunds.map(({ amountMinor }) => amountMinor));
  const fees = sum(paid.map(({ feeMinor }) => feeMinor));
  return writeBill({
    titles: titles[kind],
    rows: listed.map((row) => valuesOf(row, kind, facts)),
    sumTitles,
    sums: [String(listed.length), paidSum, refundSum, sum([]), fees, paidSum, refundSum],
  });
}
