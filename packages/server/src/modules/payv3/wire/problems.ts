// What a merchant's back end is refused with: the codes and statuses of APIv3, which programs
// branch on. The words are for the people who read logs.

/** By code: HTTP status, words in Chinese (the default of APIv3) and in English. */
export const problems = {
  PARAM_ERROR: [400, '参数错误', 'A parameter is wrong.'],
  INVALID_REQUEST: [400, '无效请求', 'The request does not fit the state of things.'],
  SIGN_ERROR: [401, '签名错误', 'The signature is wrong.'],
  NO_AUTH: [403, '商户无权限', 'The merchant may not do this.'],
  MCH_NOT_EXISTS: [400, '商户号不存在', 'There is no such merchant.'],
  APPID_MCHID_NOT_MATCH: [400, 'appid和mchid不匹配', 'The app is not one of this merchant.'],
  OUT_TRADE_NO_USED: [403, '商户订单号重复', 'This order number was used for something else.'],
  ORDER_NOT_EXIST: [404, '订单不存在', 'There is no such order.'],
  ORDERPAID: [400, '该订单已支付', 'The order is paid already.'],
  ORDER_CLOSED: [400, '该订单已关闭', 'The order is closed.'],
  OPENID_MISMATCH: [400, 'openid和appid不匹配', 'The openid is not one of this app.'],
  AUTHCODEINVALID: [400, '付款码无效', 'The code is none of a payer, or is too old.'],
  TRADE_ERROR: [403, '交易错误', 'The payment was refused.'],
  NOT_ENOUGH: [403, '余额不足', 'There is not enough money for this.'],
  USER_ACCOUNT_ABNORMAL: [403, '用户账户异常', 'The person takes no money at present.'],
  RULE_LIMIT: [403, '业务规则限制', 'A rule or a limit stands against it.'],
  ACCOUNT_ERROR: [403, '账号异常', 'The account takes part in no payments at present.'],
  RESOURCE_NOT_EXISTS: [404, '资源不存在', 'There is nothing like that.'],
  ALREADY_EXISTS: [400, '单号已存在，且参数不一致', 'The number was used for something else.'],
  NO_STATEMENT_EXIST: [400, '账单文件不存在', 'There is no bill of that day.'],
  STATEMENT_CREATING: [400, '账单生成中', 'The bill of that day is not ready yet.'],
  METHOD_NOT_SUPPORTED: [404, '接口不存在', 'There is no such endpoint in this city.'],
  FREQUENCY_LIMITED: [429, '频率超限', 'Too many requests.'],
  SYSTEM_ERROR: [500, '系统异常，请稍后重试', 'Not known: ask again with the same number.'],
} as const satisfies Record<string, readonly [status: number, zh: string, en: string]>;

export type ProblemCode = keyof typeof problems;

/** Where a parameter is wrong: as APIv3 tells it in `detail`. */
export type ProblemDetail = { field?: string; value?: unknown; issue?: string; location?: string };

/** Ends a request of the dialect with a code. Thrown, and caught where answers are written. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly detail: ProblemDetail | undefined;
  constructor(code: ProblemCode, detail?: ProblemDetail) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

export function refuseWith(code: ProblemCode, detail?: ProblemDetail): never {
  throw new Problem(code, detail);
}

/** English for whom asks for it, as APIv3 does; Chinese for everybody else. */
export function writeProblem(
  { code, detail }: Pick<Problem, 'code' | 'detail'>,
  language: string | undefined,
): { status: number; body: string } {
  const [status, zh, en] = problems[code];
  const words = /^\s*en\b/i.test(language ?? '') ? en : zh;
  const message = detail?.issue === undefined ? words : `${words} ${detail.issue}`;
  return { status, body: JSON.stringify({ code, message, ...(detail ? { detail } : {}) }) };
}
