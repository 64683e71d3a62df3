// What tests of ways of paying stand on, in modules of their own.
export { Killed, killable, killerOf, type Killable, type KillScene } from '../testing-kill.ts';
export { byPin, hourMs, must, openTestPay, pin, reason, type TestPay } from '../testing.ts';
