import type { BillId } from '@plaza/base';
import { Type } from 'typebox';
import { money } from '../pay/types.ts';
import { id, nullable, object, oneOf, text } from '../schema.ts';

export const billId = id<BillId>('A bill that somebody shares among others.');

/** People among whom a total is split at most, the collector among them. */
export const maxSplitPeople = 100;
/** People from whom is collected at most. */
export const maxCollectPeople = 500;
/** So many bills of a person are open at once at most, of those they collect. */
export const maxOpenBills = 100;
export const maxBillTitleLength = 40;
export const billTitle = text(maxBillTitleLength);

/** `split`: a total is shared among people. `collect`: each gives the same, or what they choose. */
export const billKind = oneOf(['split', 'collect']);

export const askedCount = Type.Integer({ minimum: 1, maximum: maxCollectPeople });

/** A bill as a message of its conversation. How it stands for whoever looks is asked of `bills`. */
export const billCard = object({
  type: Type.Literal('bill'),
  billId,
  kind: billKind,
  title: billTitle,
  /** Split: the whole. Collected: what each gives; null: what they choose. */
  money: nullable(money),
  /** So many are asked; the collector’s own part is not counted. */
  count: askedCount,
});

/** The sender of this message reminds those who have not paid. */
export const billReminder = object({
  type: Type.Literal('billReminder'),
  billId,
  title: billTitle,
  /** So many were reminded. */
  count: askedCount,
});
