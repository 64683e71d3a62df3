const shortest = 10;

/** Counted in code points, as the server does. What is easy to guess only the server knows. */
export function isLongEnough(password: string): boolean {
  return [...password].length >= shortest;
}
