import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

export type Problem = { path: string; message: string };
export type Validate = (value: unknown) => Problem[];

/** Deeper than any input of ours; a walk of 100,000 levels would overflow the stack. */
const maxDepth = 64;

/** PostgreSQL has no text with NUL, and half a surrogate pair is no text at all. */
function badText(value: unknown, path: string, depth = 0): Problem | null {
  if (depth > maxDepth) return { path, message: `must not be deeper than ${maxDepth} levels` };
  if (typeof value === 'string') {
    const bad = value.includes('\u0000') || !value.isWellFormed();
    return bad ? { path, message: 'must be well-formed text without NUL' } : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const problem = badText(key, path) ?? badText(inner, `${path}/${key}`, depth + 1);
    if (problem) return problem;
  }
  return null;
}

/** Compiles a schema into a function that lists what is wrong, at most 10 problems. */
export function createValidator(schema: TSchema): Validate {
  const compiled = Compile(schema);
  return (value) => {
    if (!compiled.Check(value)) {
      return [...compiled.Errors(value)]
        .slice(0, 10)
        .map(({ instancePath, message }) => ({ path: instancePath, message }));
    }
    const problem = badText(value, '');
    return problem ? [problem] : [];
  };
}
