export { startAnswer, startEdit, stopComposing, writeAgain } from './composing.ts';
