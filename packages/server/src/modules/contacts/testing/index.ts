export { writeSides } from '../store/testing-sides.ts';
