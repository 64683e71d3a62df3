export { followLogs } from './fill.ts';
export { createSearchRoutes } from './routes.ts';
export { createSearch, type Search, type SearchDeps } from './service.ts';
export { createPeopleSearch, type PeopleSearch } from './people.ts';
