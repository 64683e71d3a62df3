export { openTigerBeetleLedger, type TigerBeetleOptions } from './driver.ts';
export { exportLedger, type ExportOutcome } from './export.ts';
