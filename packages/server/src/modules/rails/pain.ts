import { formatMinor } from '@plaza/base';
import type { BankAccount } from '../pay/index.ts';
import type { PayoutRow } from './types.ts';
import { escapeXml } from './xml.ts';

type Order = { messageId: string; now: Date; account: BankAccount; payouts: readonly PayoutRow[] };

const scale = 2;
const amountText = (minor: bigint) => formatMinor(Number(minor), scale);
/** By which the statement of the bank names a payout: 32 signs, of 35 that fit. */
export const endToEndIdOf = (payoutId: string) => payoutId.replaceAll('-', '');

/** The payout that a statement names; null: it is none of ours. */
export function payoutIdFrom(endToEndId: string): string | null {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i.exec(
    endToEndId,
  );
  return parts === null ? null : parts.slice(1).join('-').toLowerCase();
}

function paymentOf({ payoutId, amountMinor, iban, name }: PayoutRow, iso: string): string {
  return `
      <CdtTrfTxInf>
        <PmtId><EndToEndId>${endToEndIdOf(payoutId)}</EndToEndId></PmtId>
        <Amt><InstdAmt Ccy="${iso}">${amountText(amountMinor)}</InstdAmt></Amt>
        <Cdtr><Nm>${escapeXml(name)}</Nm></Cdtr>
        <CdtrAcct><Id><IBAN>${escapeXml(iban)}</IBAN></Id></CdtrAcct>
        <RmtInf><Ustrd>Plaza ${endToEndIdOf(payoutId)}</Ustrd></RmtInf>
      </CdtTrfTxInf>`;
}

/** Tells the bank what to pay to whom (ISO 20022, pain.001.001.09). */
export function writePayments({ messageId, now, account, payouts }: Order): string {
  const sum = amountText(payouts.reduce((total, row) => total + row.amountMinor, 0n));
  const [day] = now.toISOString().split('T', 1);
  const agent =
    account.bic === ''
      ? '<Othr><Id>NOTPROVIDED</Id></Othr>'
      : `<BICFI>${escapeXml(account.bic)}</BICFI>`;
  const id = messageId.replaceAll('-', '');
  const head = `<NbOfTxs>${payouts.length}</NbOfTxs><CtrlSum>${sum}</CtrlSum>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
  <CstmrCdtTrfInitn>
    <GrpHdr>
      <MsgId>${id}</MsgId>
      <CreDtTm>${now.toISOString()}</CreDtTm>
      ${head}
      <InitgPty><Nm>${escapeXml(account.name)}</Nm></InitgPty>
    </GrpHdr>
    <PmtInf>
      <PmtInfId>${id}</PmtInfId>
      <PmtMtd>TRF</PmtMtd>
      ${head}
      <PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>
      <ReqdExctnDt><Dt>${day}</Dt></ReqdExctnDt>
      <Dbtr><Nm>${escapeXml(account.name)}</Nm></Dbtr>
      <DbtrAcct><Id><IBAN>${escapeXml(account.iban)}</IBAN></Id></DbtrAcct>
      <DbtrAgt><FinInstnId>${agent}</FinInstnId></DbtrAgt>
      <ChrgBr>SLEV</ChrgBr>${payouts.map((row) => paymentOf(row, account.iso)).join('')}
    </PmtInf>
  </CstmrCdtTrfInitn>
</Document>
`;
}
