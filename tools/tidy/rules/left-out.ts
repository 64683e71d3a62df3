import type { Rule } from '../rule.ts';

const leftOutPackages: readonly (readonly [RegExp, string])[] = [
  [/^(typeorm|prisma|@prisma\/.*|sequelize|drizzle-orm|objection|@mikro-orm\/.*)$/, 'an ORM'],
  [/^(inversify|tsyringe|awilix|typedi|@nestjs\/.*)$/, 'a container for dependencies'],
  [/^(eslint|prettier|@biomejs\/biome|typescript-eslint)$/, 'oxlint and oxfmt do this'],
  [/^(jest|ts-jest|mocha)$/, 'Vitest does this'],
  [/^(tsx|ts-node|nodemon|dotenv|turbo|nx|lerna|husky)$/, 'Node and npm do this'],
  [/^@electric-sql\/pglite$/, 'only real PostgreSQL keeps what it acknowledged'],
];

const groups = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** What was decided against stays out until a decision record says otherwise. */
export const leftOut: Rule = {
  name: 'left-out',
  *check(tree) {
    for (const { path, text, lines } of tree.files) {
      if (!/^(packages\/[^/]+\/|services\/[^/]+\/)?package\.json$/.test(path)) continue;
      const manifest = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
      for (const name of groups.flatMap((group) => Object.keys(manifest[group] ?? {}))) {
        const reason = leftOutPackages.find(([pattern]) => pattern.test(name))?.[1];
        if (reason === undefined) continue;
        const line = lines.findIndex((text) => text.includes(`"${name}"`)) + 1;
        yield { path, line, message: `"${name}" is left out: ${reason}` };
      }
    }
  },
};
