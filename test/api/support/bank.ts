export const cityIban = 'DE89370400440532013000';
export const anasIban = 'FR1420041010050500013M02606';

type Line = { amount: string; words?: string; endToEnd?: string; ref?: string; out?: boolean };

function entryOf({ amount, words = '', endToEnd = 'NOTPROVIDED', ref = '', out = false }: Line) {
  return `
      <Ntry>
        <Amt Ccy="EUR">${amount}</Amt>
        <CdtDbtInd>${out ? 'DBIT' : 'CRDT'}</CdtDbtInd>
        <Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>2026-11-20</Dt></BookgDt>
        <AcctSvcrRef>${ref}</AcctSvcrRef>
        <NtryDtls><TxDtls>
          <Refs><EndToEndId>${endToEnd}</EndToEndId></Refs>
          <RltdPties><Dbtr><Pty><Nm>Ana &amp; Ben</Nm></Pty></Dbtr></RltdPties>
          <RmtInf><Ustrd>${words}</Ustrd></RmtInf>
        </TxDtls></NtryDtls>
      </Ntry>`;
}

/** An account statement (camt.053) as banks write it. */
export function statementOf(id: string, lines: readonly Line[], iban = cityIban): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
  <BkToCstmrStmt>
    <Stmt>
      <Id>${id}</Id>
      <Acct><Id><IBAN>${iban}</IBAN></Id></Acct>${lines.map(entryOf).join('')}
    </Stmt>
  </BkToCstmrStmt>
</Document>`;
}
