import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Notice, State } from '@plaza/client';
import { useEffect, useRef } from 'react';
import { formatDateTime } from '../i18n/format.ts';
import { useClientState } from '../state/use-client.ts';
import { showToast } from '../ui/toasts.ts';

const sentences: Record<Notice['notice'], MessageDescriptor> = {
  signed_in: msg`A device signed in to your account.`,
  password_changed: msg`Your password was changed.`,
  recovery_code_used: msg`A recovery code of yours was used.`,
  recovery_codes_renewed: msg`Your recovery codes were renewed.`,
  passkey_added: msg`A passkey was added to your account.`,
  passkey_removed: msg`A passkey was removed from your account.`,
  reset_begun: msg`A reset of your account was started. You can cancel it.`,
  reset_cancelled: msg`The reset of your account was cancelled.`,
  reset_finished: msg`Your account was reset with a new password.`,
  deletion_requested: msg`The deletion of your account was requested.`,
  deletion_cancelled: msg`The deletion of your account was cancelled.`,
  pin_created: msg`A pay PIN was set.`,
  pin_changed: msg`Your pay PIN was changed.`,
  pin_locked: msg`Too many wrong pay PINs were typed. It is locked for a while.`,
  pin_reset_begun: msg`Somebody wants to reset your pay PIN. You can cancel it.`,
  pin_reset_cancelled: msg`The reset of your pay PIN was cancelled.`,
  pin_reset_finished: msg`Your pay PIN was reset.`,
};

/** Some notices carry a time, others the name of a device. */
const moment = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** The words for a notice of the account. */
export function describeNotice({ notice, detail }: Pick<Notice, 'notice' | 'detail'>): string {
  const sentence = i18n._(sentences[notice]);
  if (detail === '') return sentence;
  return `${sentence} (${moment.test(detail) ? formatDateTime(detail) : detail})`;
}

const noticesOf = (state: State) => state.notices;

/** Tells what happened to the account on any device, once each, and leads to where it is shown. */
export function useSecurityNotices(): void {
  const notices = useClientState('notices', noticesOf);
  const told = useRef(notices.at(-1)?.seq ?? 0);
  useEffect(() => {
    for (const notice of notices) {
      if (notice.seq <= told.current) continue;
      told.current = notice.seq;
      showToast(describeNotice(notice));
    }
  }, [notices]);
}
