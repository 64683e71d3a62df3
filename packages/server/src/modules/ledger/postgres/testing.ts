import { fileURLToPath } from 'node:url';

export const ledgerMigrations = [
  { module: 'ledger', dir: fileURLToPath(new URL('../migrations', import.meta.url)) },
];
