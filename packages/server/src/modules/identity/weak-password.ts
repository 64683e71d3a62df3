/**
 * Words that guessers try first, and that people lengthen to ten characters with a year or a mark.
 * Written for this product; short on purpose, because the lock on wrong tries does the rest.
 */
const common = new Set(
  (
    'password passwort passwd contrasena secret geheim letmein welcome willkommen bienvenido ' +
    'iloveyou teamo tequiero princess sunshine football futbol baseball basketball dragon ' +
    'monkey master shadow superman batman pokemon starwars trustno login admin administrator ' +
    'changeme default testtest qwerty qwertz azerty asdfgh zxcvbn iloveu mylove lovelove ' +
    'hello hallo hola freedom whatever computer internet samsung google facebook wechat ' +
    'michael jennifer jessica charlie daniel thomas jordan ashley summer winter spring autumn ' +
    'january february december monday friday sunday barcelona madrid realmadrid beijing ' +
    'shanghai china woaini woaini1314 mima wodemima city plaza plazacity user guest family ' +
    'mother father killer cookie flower orange banana cheese chocolate diamond silver golden ' +
    'pass word correcthorsebatterystaple correcthorse abcabc aaaaaa zzzzzz'
  ).split(' '),
);

/** Runs of keys and letters that fingers find by themselves. */
const runs = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  'qazwsxedcrfvtgbyhnujm',
].flatMap((run) => [run, [...run].reverse().join('')]);

const lookalikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** Why a password is easy to guess, or null when it is not. */
export type Weakness = 'common' | 'personal' | 'repeated' | 'sequence';

/** Judges a password by what a guesser knows: common words, the person, the keyboard. */
export function weaknessOf(
  password: string,
  person: { handle: string; displayName: string },
): Weakness | null {
  const plain = password.normalize('NFKC').toLowerCase();
  if (isRepeated(plain)) return 'repeated';
  if (isSequence(plain)) return 'sequence';
  if (isCommon(plain)) return 'common';
  return isPersonal(plain, person) ? 'personal' : null;
}

function isRepeated(plain: string): boolean {
  const points = [...plain];
  if (new Set(points).size < 5) return true;
  for (let unit = 1; unit <= points.length / 2; unit += 1) {
    if (points.every((point, index) => point === points[index % unit])) return true;
  }
  return false;
}

/** True when nothing but a few long runs is in it, such as "1234567890" or "qwerty12345". */
function isSequence(plain: string): boolean {
  let rest = plain;
  for (let pieces = 0; pieces < 3 && rest !== ''; pieces += 1) {
    let length = Math.min(rest.length, 20);
    while (length > 2 && !runs.some((run) => run.includes(rest.slice(0, length)))) length -= 1;
    if (length <= 2) return rest.length <= 2;
    rest = rest.slice(length);
  }
  return rest.length <= 2;
}

function isCommon(plain: string): boolean {
  const core = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return [plain, core].some((form) => {
    const letters = [...form].map((letter) => lookalikes[letter] ?? letter).join('');
    const half = letters.slice(0, letters.length / 2);
    return common.has(form) || common.has(letters) || (half + half === letters && common.has(half));
  });
}

/** The person's own name with a few more characters is what a neighbour tries first. */
function isPersonal(plain: string, person: { handle: string; displayName: string }): boolean {
  const words = [person.handle, ...person.displayName.normalize('NFKC').split(/\s+/)];
  return words
    .map((word) => word.toLowerCase())
    .some((word) => [...word].length >= tellingLength(word) && plain.includes(word));
}

/** Three Latin letters stand in any sentence by chance; two Chinese ones are a name. */
function tellingLength(word: string): number {
  return /^[\p{Script=Latin}\d_]+$/u.test(word) ? 4 : 2;
}
