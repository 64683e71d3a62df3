import { formatter } from '@lingui/format-po';

const format = formatter({ origins: false, lineNumbers: false });

/** A feature written apart keeps its own catalogs, so that two hands never edit one file. */
const apart = [
  'bills',
  'calls',
  'chat',
  'codes',
  'contacts',
  'family',
  'favourites',
  'merchants',
  'moments',
  'packets',
  'pay',
  'proofs',
  'push',
  'rails',
  'search',
  'stickers',
  'trust',
];

export default {
  sourceLocale: 'en',
  locales: ['en', 'es', 'zh'],
  compileNamespace: 'es',
  format,
  catalogs: [
    {
      path: '<rootDir>/src/i18n/locales/{locale}',
      include: ['<rootDir>/src'],
      exclude: ['**/*.test.ts', ...apart.map((name) => `**/features/${name}/**`)],
    },
    ...apart.map((name) => ({
      path: `<rootDir>/src/features/${name}/locales/{locale}`,
      include: [`<rootDir>/src/features/${name}`],
      exclude: ['**/*.test.ts'],
    })),
  ],
};
