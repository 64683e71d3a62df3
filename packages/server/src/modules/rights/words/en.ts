import type { Words } from './types.ts';

export const en: Words = {
  language: 'en',
  title: 'Your data from Plaza',
  madeFor: 'For {name} (@{handle}), made on {time}.',
  howToRead:
    'This folder holds everything that the city keeps of you. The pages are for reading; the ' +
    'JSON files beside them hold the same for programs.',
  why: 'Why',
  keptFor: 'Kept for',
  onErasure: 'When you delete the account',
  files: 'What is here',
  nothingKept: 'Nothing is kept of you here.',
  entries: 'entries',
  asJson: 'JSON',
  back: 'Back to the overview',
  yes: 'Yes',
  no: 'No',
  none: '—',
  missing: 'These files could not be found:',
  fields: { at: 'Time', via: 'Found by', seq: 'Number', lastSeenAt: 'Last seen' },
  sentences: {},
};
