export { codesEvents } from './events.ts';
export { codesMethods } from './methods.ts';
export {
  payCodeGraceSeconds,
  payCodesAtOnce,
  payCodeSeconds,
  type CodeCap,
  type CodeDevice,
  type CodeState,
  type CodeUse,
  type ShownCode,
} from './types.ts';
