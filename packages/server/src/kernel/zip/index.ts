export { openZip, type Content, type Written, type Zip } from './zip.ts';
