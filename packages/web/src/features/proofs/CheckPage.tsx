import { Trans, useLingui } from '@lingui/react/macro';
import type { Verdict } from '@plaza/base/proofs';
import { FileCheck } from 'lucide-react';
import { useRef, useState } from 'react';
import { useSession } from '../../state/index.ts';
import { Button, Screen, TextArea, TopBar } from '../../ui/index.ts';
import { checkText } from './checking.ts';
import { VerdictView } from './Verdict.tsx';

/** A receipt has two to four kilobytes; nobody means a film. */
const mostBytes = 1_000_000;
const longestTyped = 200;

function useChecking() {
  const [text, setText] = useState('');
  const [checked, setChecked] = useState<Verdict | null>(null);
  const newest = useRef(0);

  async function check(next: string): Promise<void> {
    newest.current += 1;
    const turn = newest.current;
    // What was pasted has been read: pages of figures would only push away what became of it.
    setText(next.length > longestTyped ? '' : next);
    const outcome = next.trim() === '' ? null : await checkText(next);
    if (turn === newest.current) setChecked(outcome);
  }

  async function checkFile(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    await check(file.size > mostBytes ? '?' : await file.text());
  }

  return { text, checked, check, checkFile };
}

/** Checks a receipt on the device, for anybody: nothing is sent, and no account is needed. */
export default function CheckPage() {
  const { t } = useLingui();
  const { text, checked, check, checkFile } = useChecking();
  const input = useRef<HTMLInputElement>(null);
  const isIn = useSession(({ phase }) => phase === 'signed_in');
  return (
    <main className="flex h-full flex-col bg-canvas">
      <TopBar title={t`Check a receipt`} back={isIn ? '/me/wallet' : '/'} />
      <Screen>
        <p className="text-muted">
          <Trans>
            A receipt proves that a payment is in the books that a city has signed. It is checked on
            this device, also without a network. Nothing is sent anywhere.
          </Trans>
        </p>
        <div className="flex flex-col gap-3">
          <input
            ref={input}
            type="file"
            hidden
            accept="application/json,.json"
            onChange={(event) => {
              void checkFile(event.target.files?.[0]);
              // The same file may be chosen again, after it was mended.
              event.target.value = '';
            }}
          />
          <Button
            wide
            icon={<FileCheck aria-hidden="true" className="size-5" />}
            onClick={() => input.current?.click()}
          >
            <Trans>Choose a receipt</Trans>
          </Button>
          <TextArea
            label={t`Or paste it here`}
            value={text}
            onChange={(next) => void check(next)}
            rows={2}
          />
        </div>
        {checked === null ? null : <VerdictView checked={checked} />}
      </Screen>
    </main>
  );
}
