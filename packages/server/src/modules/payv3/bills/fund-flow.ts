import { formatMinor } from '@plaza/base';
import { billTime } from '../wire/times.ts';
import { writeBill } from './csv.ts';

/** A movement of what the merchant has, as the ledger counts it. */
export type FundRow = {
  at: Date;
  /** The number of what moved it: an order, a refund, a payout. */
  businessNo: string;
  /** The number of the movement itself. */
  flowNo: string;
  name: string;
  type: string;
  /** Negative: went out. */
  amountMinor: number;
  balanceMinor: number;
  asker: string;
  note: string;
  /** The merchant's own number. */
  voucher: string;
};

const titles = [
  ...['记账时间', '微信支付业务单号', '资金流水单号', '业务名称', '业务类型', '收支类型'],
  ...['收支金额(元)', '账户结余(元)', '资金变更提交申请人', '备注', '业务凭证号'],
];
const sumTitles = ['资金流水总笔数', '收入笔数', '收入金额', '支出笔数', '支出金额'];

/** Writes what came and went on a day. */
export function writeFundFlowBill(rows: readonly FundRow[], scale: number): Buffer {
  const money = (amountMinor: number) => formatMinor(Math.abs(amountMinor), scale);
  const into = rows.filter(({ amountMinor }) => amountMinor >= 0);
  const out = rows.filter(({ amountMinor }) => amountMinor < 0);
  const sum = (of: readonly FundRow[]) =>
    money(of.reduce((total, { amountMinor }) => total + amountMinor, 0));
  return writeBill({
    titles,
    rows: rows.map((row) => [
      ...[billTime(row.at), row.businessNo, row.flowNo, row.name, row.type],
      ...[row.amountMinor < 0 ? '支出' : '收入', money(row.amountMinor), money(row.balanceMinor)],
      ...[row.asker, row.note, row.voucher],
    ]),
    sumTitles,
    sums: [String(rows.length), String(into.length), sum(into), String(out.length), sum(out)],
  });
}
