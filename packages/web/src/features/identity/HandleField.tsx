import { Trans, useLingui } from '@lingui/react/macro';
import { Check } from 'lucide-react';
import { Spinner, TextField } from '../../ui/index.ts';
import { tidyHandle } from './handle.ts';
import type { HandleCheck } from './use-handle-check.ts';

type HandleFieldProps = {
  value: string;
  onChange(handle: string): void;
  check: HandleCheck;
  /** The form was submitted: an empty or short handle is now wrong. */
  isTried: boolean;
};

/** A handle with its availability, told while it is typed. */
export function HandleField({ value, onChange, check, isTried }: HandleFieldProps) {
  const { t } = useLingui();
  const malformed = t`3 to 30 letters a–z, digits or _, starting with a letter.`;
  const taken = t`This handle is taken. Choose another.`;
  const isMalformed = check === 'malformed' && (isTried || value.length > 2);
  const isWrong = isMalformed || (isTried && value === '');
  return (
    <TextField
      label={t`Handle`}
      prefix="@"
      dir="ltr"
      value={value}
      onChange={(typed) => onChange(tidyHandle(typed))}
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={31}
      description={
        check === 'free' ? (
          <span className="flex items-center gap-1.5 text-good">
            <Check aria-hidden="true" className="size-4" />
            <Trans>This handle is free.</Trans>
          </span>
        ) : (
          <Trans>Others find you by it. You can change it once in 30 days.</Trans>
        )
      }
      error={check === 'taken' ? taken : isWrong ? malformed : null}
      end={check === 'checking' ? <Spinner className="me-3 text-muted" /> : null}
    />
  );
}
