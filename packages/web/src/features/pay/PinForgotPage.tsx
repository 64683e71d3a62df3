import { Trans, useLingui } from '@lingui/react/macro';
import type { ApprovalMeans } from '@plaza/contract';
import { useState } from 'react';
import { Redirect, useLocation } from 'wouter';
import { useClient, useTask } from '../../state/index.ts';
import { useMe } from '../../state/session.ts';
import { Button, ButtonLink, FormError, Note, TextField } from '../../ui/index.ts';
import { openReset } from './PinReset.tsx';
import { PinFrame } from './PinFrame.tsx';

function Steps() {
  return (
    <ol className="flex list-decimal flex-col gap-2 ps-5 text-muted marker:font-semibold">
      <li>
        <Trans>Type one of the recovery codes of your account. It is used up by it.</Trans>
      </li>
      <li>
        <Trans>Wait 24 hours. All your devices are told, and each of them can cancel it.</Trans>
      </li>
      <li>
        <Trans>Set a new PIN within the seven days that follow.</Trans>
      </li>
    </ol>
  );
}

function NoCodes() {
  return (
    <Note tone="warn">
      <p>
        <Trans>You have no recovery code left. Make new ones first; your password does that.</Trans>
      </p>
      <div className="mt-3">
        <ButtonLink to="/me/security/codes" tone="soft">
          <Trans>Make new codes</Trans>
        </ButtonLink>
      </div>
    </Note>
  );
}

function Begin() {
  const { t } = useLingui();
  const { api, commands } = useClient();
  const [, navigate] = useLocation();
  const [code, setCode] = useState('');
  const [isTried, setTried] = useState(false);
  const task = useTask();
  const recoveryCode = code.trim();
  const isWrong = task.failure?.error === 'wrong_credentials';
  const wrong = t`This is no code of yours, or it was used already.`;

  async function begin(): Promise<void> {
    setTried(true);
    if (recoveryCode === '') return;
    const succeeded = await task.run(async () => {
      const { approval } = await api.pay.beginPinReset({ recoveryCode });
      await commands.takeWallets({ wallets: [], approval });
    });
    if (succeeded) navigate('/me/wallet/pin', { replace: true });
  }

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
    >
      <TextField
        label={t`Recovery code`}
        dir="ltr"
        value={code}
        onChange={setCode}
        maxLength={40}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        error={isTried && recoveryCode === '' ? t`Type one of your codes.` : isWrong ? wrong : null}
      />
      <FormError>{isWrong ? null : task.failure?.text}</FormError>
      <Button type="submit" wide busy={task.busy}>
        <Trans>Start the wait</Trans>
      </Button>
    </form>
  );
}

function Forgot({ means }: { means: ApprovalMeans }) {
  const { recoveryCodesLeft } = useMe();
  if (!means.hasPin || openReset(means) !== null) return <Redirect to="/me/wallet/pin" replace />;
  return (
    <>
      <Steps />
      {recoveryCodesLeft === 0 ? <NoCodes /> : <Begin />}
    </>
  );
}

/** A recovery code starts the reset; then a day is waited, in which any device can cancel it. */
export default function PinForgotPage() {
  const { t } = useLingui();
  return (
    <PinFrame title={t`Forgot the PIN?`} back="/me/wallet/pin">
      {(means) => <Forgot means={means} />}
    </PinFrame>
  );
}
