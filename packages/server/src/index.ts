export { composeCity, type City } from './compose.ts';
export { migrationSources } from './compose/migrations.ts';
export { loadConfig, type Config } from './config.ts';
