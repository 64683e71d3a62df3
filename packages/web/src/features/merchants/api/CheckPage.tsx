import { Trans, useLingui } from '@lingui/react/macro';
import type { MethodInput, MethodOutput } from '@plaza/contract';
import { useState } from 'react';
import { api, useTask } from '../../../state/index.ts';
import {
  Button,
  FormError,
  Note,
  Screen,
  SectionCard,
  TextArea,
  TextField,
  TopBar,
} from '../../../ui/index.ts';
import type { PageProps } from '../MerchantPages.tsx';
import { placeOf } from '../place.ts';
import { findingWords } from './words.ts';

type Asked = Omit<MethodInput<'payv3.checkCallback'>, 'merchantId'>;
type Checked = MethodOutput<'payv3.checkCallback'>;

const nothing: Asked = { timestamp: '', nonce: '', serial: '', signature: '', body: '' };
const headers = [
  { name: 'timestamp', label: 'Wechatpay-Timestamp' },
  { name: 'nonce', label: 'Wechatpay-Nonce' },
  { name: 'serial', label: 'Wechatpay-Serial' },
  { name: 'signature', label: 'Wechatpay-Signature' },
] as const;

function Bytes({ title, text }: { title: string; text: string }) {
  return (
    <SectionCard title={title}>
      <pre
        dir="ltr"
        className="max-h-60 overflow-auto p-3 font-mono text-xs break-all whitespace-pre-wrap"
      >
        {text}
      </pre>
    </SectionCard>
  );
}

function Result({ checked }: { checked: Checked }) {
  const { t } = useLingui();
  const isRight = checked.findings.includes('all_right');
  return (
    <>
      <div role="status">
        <Note tone={isRight ? 'good' : 'warn'}>
          <ul className="flex flex-col gap-1">
            {checked.findings.map((finding) => (
              <li key={finding}>{t(findingWords[finding])}</li>
            ))}
          </ul>
        </Note>
      </div>
      <Bytes title={t`What is signed`} text={checked.message} />
      {checked.resource === null ? null : (
        <Bytes title={t`What is in it`} text={checked.resource} />
      )}
    </>
  );
}

/** Says of a callback as a back end got it why its signature fits or not. */
export default function CheckPage({ mine }: PageProps) {
  const { t } = useLingui();
  const { merchantId } = mine.merchant;
  const [asked, setAsked] = useState(nothing);
  const [checked, setChecked] = useState<Checked | null>(null);
  const task = useTask();
  const isWhole = headers.every(({ name }) => asked[name].trim() !== '');

  function check(): void {
    if (!isWhole) return;
    void task.run(async () => setChecked(await api.payv3.checkCallback({ merchantId, ...asked })));
  }

  return (
    <>
      <TopBar title={t`Check a callback`} back={placeOf(merchantId, 'api')} />
      <Screen>
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            check();
          }}
        >
          {headers.map(({ name, label }) => (
            <TextField
              key={name}
              label={label}
              dir="ltr"
              value={asked[name]}
              onChange={(value) => setAsked({ ...asked, [name]: value.trim() })}
              autoComplete="off"
            />
          ))}
          <TextArea
            label={t`Body, byte by byte as it came`}
            value={asked.body}
            onChange={(body) => setAsked({ ...asked, body })}
            rows={6}
            maxLength={50_000}
          />
          <FormError>{task.failure?.text}</FormError>
          <Button type="submit" busy={task.busy} disabled={!isWhole}>
            <Trans>Check</Trans>
          </Button>
        </form>
        {checked === null ? null : <Result checked={checked} />}
      </Screen>
    </>
  );
}
