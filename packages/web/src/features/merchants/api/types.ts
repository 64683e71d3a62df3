import type { MethodOutput } from '@plaza/contract';

export type Access = MethodOutput<'payv3.getAccess'>;
export type Notice = MethodOutput<'payv3.listNotices'>['notices'][number];
export type Attempt = MethodOutput<'payv3.getNotice'>['attempts'][number];
export type Finding = MethodOutput<'payv3.checkCallback'>['findings'][number];
