export { jsonPieces } from './json.ts';
export { tablesWithoutOwner, type Unowned } from './owners.ts';
export { escapeHtml, linkTo, pageEnd, pageStart, showField, showTime, showValue } from './page.ts';
export { createRightsRoutes, registerExportRoute } from './routes.ts';
export { createRights, type Rights } from './service.ts';
export type { Accounts, ExportSubject, ExportWriter, RightsDeps } from './types.ts';
export { wordsOf, type Words } from './words/index.ts';
