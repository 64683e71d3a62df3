import type { CaseState, Measure } from './types.ts';
import type { ReportSubject } from '@plaza/contract';

export type CaseEvent = 'decide' | 'appeal' | 'answer';
export type CaseRefusal = 'case_decided' | 'case_unknown' | 'appeal_pending';

/** What happens to a case, or why it does not. */
export const caseStates: Record<CaseState, Record<CaseEvent, { to: CaseState } | CaseRefusal>> = {
  open: { decide: { to: 'decided' }, appeal: 'case_unknown', answer: 'case_unknown' },
  decided: { decide: 'case_decided', appeal: { to: 'appealed' }, answer: 'case_unknown' },
  appealed: { decide: 'case_decided', appeal: 'appeal_pending', answer: { to: 'closed' } },
  closed: { decide: 'case_decided', appeal: 'appeal_pending', answer: 'case_decided' },
};

/**
 * What can be done about what. A person may be warned or suspended for anything of theirs; wallets
 * are frozen by pay, which has its case written here.
 */
export const measuresFor: Record<ReportSubject['kind'], Record<Measure, boolean>> = {
  message: {
    none: true,
    remove_message: true,
    warn: true,
    suspend_person: true,
    dissolve_group: true,
    freeze_wallet: false,
  },
  post: {
    none: true,
    remove_message: true,
    warn: true,
    suspend_person: true,
    dissolve_group: false,
    freeze_wallet: false,
  },
  comment: {
    none: true,
    remove_message: true,
    warn: true,
    suspend_person: true,
    dissolve_group: false,
    freeze_wallet: false,
  },
  person: {
    none: true,
    remove_message: false,
    warn: true,
    suspend_person: true,
    dissolve_group: false,
    freeze_wallet: false,
  },
  group: {
    none: true,
    remove_message: false,
    warn: true,
    suspend_person: true,
    dissolve_group: true,
    freeze_wallet: false,
  },
};
