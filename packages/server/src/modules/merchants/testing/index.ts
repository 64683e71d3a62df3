// What tests of modules stand on that speak for merchants.
export { openTestMerchants, type TestMerchants } from '../testing.ts';
