import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeFundFlowBill, type FundRow } from './fund-flow.ts';
import { writeTradeBill, type PaidRow, type RefundRow } from './trade.ts';

const facts = { mchid: '1900000001', currency: 'CNY', scale: 2 };
const common = {
  at: new Date('2026-11-22T10:00:01.500Z'),
  ...{ appid: 'wx0123456789abcdef', deviceInfo: '', transactionId: '4200000001' },
  ...{ outTradeNo: 'A-1', openid: 'o'.padEnd(28, 'x'), tradeType: 'NATIVE' },
  ...{ description: 'Tea, `hot`\nand sweet', attach: '' },
};
const paid: PaidRow = { ...common, kind: 'paid', amountMinor: 1_234, feeMinor: 0 };
const refund: RefundRow = {
  ...{ ...common, kind: 'refund', isReversal: false, askedAt: common.at },
  ...{ refundId: '50300000001', outRefundNo: 'R-1', amountMinor: 34 },
};

/** As merchants' programs take a bill apart. */
function take(bill: Buffer) {
  const text = bill.toString();
  expect(text.startsWith('\uFEFF')).toBe(true);
  const lines = text.slice(1).trimEnd().split('\r\n');
  const values = (line = '') => line.slice(1).split(',`');
  return {
    titles: (lines[0] ?? '').split(','),
    rows: lines.slice(1, -2).map(values),
    sums: values(lines.at(-1)),
    text,
  };
}

describe('a trade bill', () => {
  it('has the columns of the dialect, in each of its kinds', () => {
    expect(take(writeTradeBill([paid, refund], 'ALL', facts)).text).toBe(
      '\uFEFF交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,' +
        '交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,' +
        '充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,' +
        '费率备注\r\n' +
        '`2026-11-22 10:00:01,`wx0123456789abcdef,`1900000001,`0,`,`4200000001,`A-1,' +
        `\`${common.openid},\`NATIVE,\`SUCCESS,\`OTHERS,\`CNY,\`12.34,\`0.00,\`0,\`0,\`0.00,` +
        "`0.00,`,`,`Tea， 'hot' and sweet,`,`0.00,`0.00%,`12.34,`0.00,`\r\n" +
        '`2026-11-22 10:00:01,`wx0123456789abcdef,`1900000001,`0,`,`4200000001,`A-1,' +
        `\`${common.openid},\`NATIVE,\`REFUND,\`OTHERS,\`CNY,\`0.00,\`0.00,\`50300000001,\`R-1,` +
        "`0.34,`0.00,`ORIGINAL,`SUCCESS,`Tea， 'hot' and sweet,`,`0.00,`0.00%,`0.00,`0.34,`\r\n" +
        '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,' +
        '申请退款总金额\r\n`2,`12.34,`0.34,`0.00,`0.00,`12.34,`0.34\r\n',
    );
    for (const kind of ['ALL', 'SUCCESS', 'REFUND'] as const) {
      const { titles, rows } = take(writeTradeBill([paid, refund], kind, facts));
      expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([titles.length]));
    }
  });

  it('sums up what it lists (property)', () => {
    const rows = fc.array(
      fc.record({ isPaid: fc.boolean(), amountMinor: fc.integer({ min: 1, max: 1e9 }) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(rows, (given) => {
        const listed = given.map(({ isPaid, amountMinor }) =>
          isPaid ? { ...paid, amountMinor } : { ...refund, amountMinor },
        );
        const bill = take(writeTradeBill(listed, 'ALL', facts));
        const sumOf = (title: string) =>
          bill.rows.reduce((sum, row) => sum + readCents(row[bill.titles.indexOf(title)]), 0);
        expect(Number(bill.sums[0])).toBe(given.length);
        expect(readCents(bill.sums[1])).toBe(sumOf('应结订单金额'));
        expect(readCents(bill.sums[2])).toBe(sumOf('退款金额'));
      }),
    );
  });
});

const readCents = (text = '') => Number(text.replace('.', ''));

it('a fund flow bill tells what came, what went and what was left', () => {
  const row: FundRow = {
    ...{ at: common.at, businessNo: '4200000001', flowNo: '1', name: '交易', type: '交易' },
    ...{ amountMinor: 1_234, balanceMinor: 1_234, asker: 'system', note: '', voucher: 'A-1' },
  };
  const out = { ...row, name: '退款', type: '退款', amountMinor: -34, balanceMinor: 1_200 };
  const bill = take(writeFundFlowBill([row, out], 2));
  expect(bill.titles).toHaveLength(11);
  expect(bill.rows.map((values) => values.slice(5, 8))).toEqual([
    ['收入', '12.34', '12.34'],
    ['支出', '0.34', '12.00'],
  ]);
  expect(bill.sums).toEqual(['2', '1', '12.34', '1', '0.34']);
});
