export { lanAddresses, lanHostname } from './addresses.ts';
export { lanCertificates, type LanCertificates } from './certificates.ts';
export { lanGuide, type LanGuide } from './guide.ts';
