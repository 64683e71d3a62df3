/** The words of the readable pages of an export, in one language. */
export type Words = {
  language: 'en' | 'es' | 'zh-Hans';
  title: string;
  /** `{name}`, `{handle}` and `{time}` are put in. */
  madeFor: string;
  howToRead: string;
  why: string;
  keptFor: string;
  onErasure: string;
  files: string;
  nothingKept: string;
  entries: string;
  asJson: string;
  back: string;
  yes: string;
  no: string;
  none: string;
  missing: string;
  /** Names of fields that are common in exports. */
  fields: Readonly<Record<string, string>>;
  /** Sentences of the holdings, by their English text. */
  sentences: Readonly<Record<string, string>>;
};
